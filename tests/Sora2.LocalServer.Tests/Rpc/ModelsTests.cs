using Grpc.Core;
using Grpc.Net.Client;
using Sora2.Contracts.V1;
using Sora2.LocalServer.Tests.Model.Installation;
using Xunit;

namespace Sora2.LocalServer.Tests.Rpc;

/// <summary>Packs through their door.</summary>
public sealed class ModelsTests : IAsyncLifetime
{
    private readonly MakingServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Models.ModelsClient Models => new(_server.Calls);

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Pack_IsExaminedAcceptedAddedAndRemoved()
    {
        using var pack = new PackCopy();
        var found = await Models.ExamineAsync(new ExamineModelRequest { Folder = pack.Folder }, cancellationToken: Stop);
        Assert.Equal((PackCopy.Name, false, 10), (found.Pack.Name, found.LicenceAccepted, found.Files.Count));

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await Models.AddAsync(new AddModelRequest { Folder = pack.Folder }, cancellationToken: Stop));
        Assert.Equal((StatusCode.FailedPrecondition, "licence"), (refused.StatusCode, RunningServer.FaultOf(refused).Code));
        Assert.Empty((await Models.ListAsync(new ListModelsRequest(), cancellationToken: Stop)).Packs);

        var added = await Models.AddAsync(new AddModelRequest { Folder = pack.Folder, AcceptedLicence = found.LicenceHash }, cancellationToken: Stop);
        Assert.Equal((true, true, pack.Folder, ""), (added.Pack.Added, added.LicenceAccepted, added.Pack.Folder, added.Pack.Problem));
        Assert.Equal("", (await Models.GetAsync(new GetModelRequest { Name = PackCopy.Name, Verify = true }, cancellationToken: Stop)).Pack.Problem);

        await Models.RemoveAsync(new RemoveModelRequest { Name = PackCopy.Name }, cancellationToken: Stop);
        var gone = await Assert.ThrowsAsync<RpcException>(async () => await Models.GetAsync(new GetModelRequest { Name = PackCopy.Name }, cancellationToken: Stop));
        Assert.Equal((StatusCode.FailedPrecondition, "pack"), (gone.StatusCode, RunningServer.FaultOf(gone).Code));
    }

    [Fact]
    public async Task Remove_WhileAJobWaitsForIt_IsRefused()
    {
        using var pack = new PackCopy();
        pack.Change(static manifest => manifest["name"] = "sora2-mini");
        var found = await Models.ExamineAsync(new ExamineModelRequest { Folder = pack.Folder }, cancellationToken: Stop);
        await Models.AddAsync(new AddModelRequest { Folder = pack.Folder, AcceptedLicence = found.LicenceHash }, cancellationToken: Stop);
        _server.Worker.Before = static (_, stop) => Task.Delay(Timeout.Infinite, stop);
        var jobs = new[] { await _server.SubmitAsync(), await _server.SubmitAsync() };

        var refused = await Assert.ThrowsAsync<RpcException>(async () => await Models.RemoveAsync(new RemoveModelRequest { Name = "sora2-mini" }, cancellationToken: Stop));

        Assert.Contains("2 jobs", refused.Status.Detail, StringComparison.Ordinal);
        foreach (var job in jobs)
        {
            await _server.Generation.CancelAsync(new CancelRequest { JobId = job }, cancellationToken: Stop);
            await _server.UntilAsync(job, LocalServer.Jobs.JobState.Cancelled, Stop);
        }

        await Models.RemoveAsync(new RemoveModelRequest { Name = "sora2-mini" }, cancellationToken: Stop);
    }

    [Fact]
    public async Task Changes_OverTcp_AreDeniedEvenWithTheToken()
    {
        using var channel = GrpcChannel.ForAddress(_server.Endpoint.Address);
        var token = new Metadata { { "authorization", $"Bearer {_server.Endpoint.Token}" } };
        var models = new Models.ModelsClient(channel);

        Func<Task>[] calls =
        [
            async () => await models.ExamineAsync(new ExamineModelRequest { Folder = "/tmp" }, token, cancellationToken: Stop),
            async () => await models.AddAsync(new AddModelRequest { Folder = "/tmp" }, token, cancellationToken: Stop),
            async () => await models.RemoveAsync(new RemoveModelRequest { Name = "sora2-mini" }, token, cancellationToken: Stop),
        ];
        foreach (var call in calls)
        {
            Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(call)).StatusCode);
        }
    }
}
