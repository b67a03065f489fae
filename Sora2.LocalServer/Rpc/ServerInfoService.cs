using Grpc.Core;
using Sora2.Contracts;
using Sora2.Contracts.V1;
using Sora2.LocalServer.Server;

namespace Sora2.LocalServer.Rpc;

/// <summary>Answers what this server is.</summary>
internal sealed class ServerInfoService(ServerPaths paths) : ServerInfo.ServerInfoBase
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
}
