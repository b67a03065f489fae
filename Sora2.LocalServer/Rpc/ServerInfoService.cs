using Grpc.Core;
using Sora2.Contracts;
using Sora2.Contracts.V1;
using Sora2.LocalServer.Dashboard.Access;
using Sora2.LocalServer.Diagnosis;
using Sora2.LocalServer.Server;

namespace Sora2.LocalServer.Rpc;

/// <summary>Answers what this server is and what it lacks.</summary>
internal sealed class ServerInfoService(ServerPaths paths, Doctor doctor, DashboardLinks dashboard, IHostApplicationLifetime lifetime) : ServerInfo.ServerInfoBase
{
    public override Task<GetServerInfoResponse> Get(GetServerInfoRequest request, ServerCallContext context) =>
        Task.FromResult(new GetServerInfoResponse
        {
            Version = ServerVersion.Text,
            Contract = ContractVersion.Current,
            Pid = Environment.ProcessId,
            Home = paths.Home,
            Models = paths.Models,
            Library = paths.Library,
        });

    public override async Task<DiagnoseResponse> Diagnose(DiagnoseRequest request, ServerCallContext context)
    {
        var findings = await doctor.ExamineAsync(context.CancellationToken);
        return new DiagnoseResponse
        {
            Checks =
            {
                findings.Select(static finding => new Check
                {
                    Name = finding.Name,
                    Verdict = finding.Severity switch
                    {
                        Severity.Ok => Verdict.Ok,
                        Severity.Warning => Verdict.Warning,
                        _ => Verdict.Failed,
                    },
                    Detail = finding.Detail,
                    Remedy = finding.Remedy,
                }),
            },
        };
    }

    public override Task<LinkDashboardResponse> LinkDashboard(LinkDashboardRequest request, ServerCallContext context)
    {
        PrivateCalls.Require(context, "Links to the dashboard are made");
        return Task.FromResult(new LinkDashboardResponse { Link = dashboard.Issue(), Seconds = (int)DashboardLinks.Life.TotalSeconds });
    }

    public override Task<StopResponse> Stop(StopRequest request, ServerCallContext context)
    {
        PrivateCalls.Require(context, "The server is stopped");
        lifetime.StopApplication();
        return Task.FromResult(new StopResponse());
    }
}
