using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Sora2.Contracts.V1;
using Sora2.LocalServer.Library.Playback;
using Xunit;

namespace Sora2.LocalServer.Tests.Rpc;

/// <summary>Settings through their door, down to those who ask for them.</summary>
public sealed class SettingsTests : IAsyncLifetime
{
    private readonly MakingServer _server = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Contracts.V1.Settings.SettingsClient Settings => new(_server.Calls);

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Update_TakesWhatIsNamedAndReachesTheStagesAtOnce()
    {
        var jobs = _server.Services.GetRequiredService<Func<LocalServer.Jobs.JobOptions>>();
        var before = (await Settings.GetAsync(new GetSettingsRequest(), cancellationToken: Stop)).Values;

        var state = await UpdateAsync(new SettingsValues { ModelIdleMinutes = 1, FramesBytes = 7, ProofsBytes = 9, Device = "cuda:0" }, "model_idle_minutes", "frames_bytes", "device");

        Assert.Equal((1, 7, before.ProofsBytes), (state.Values.ModelIdleMinutes, state.Values.FramesBytes, state.Values.ProofsBytes));
        Assert.Equal("auto", before.Device);
        Assert.Equal((TimeSpan.FromMinutes(1), "cuda:0"), (jobs().WorkerIdle, jobs().Device));
        Assert.Equal(7, _server.Services.GetRequiredService<Func<FramesOptions>>()().BudgetBytes);
        Assert.Empty(state.NeedsRestart);
        Assert.Equal(_server.Paths.Settings, state.File);
        Assert.Equal(["mailbox"], (await UpdateAsync(new SettingsValues(), "mailbox")).NeedsRestart);
    }

    [Fact]
    public async Task Update_OfTheDiskReserve_RefusesTheNextJob()
    {
        await UpdateAsync(new SettingsValues { DiskReserveBytes = 1L << 50 }, "disk_reserve_bytes");

        var error = await Assert.ThrowsAsync<RpcException>(() => _server.SubmitAsync());

        Assert.Equal((StatusCode.ResourceExhausted, "disk_full"), (error.StatusCode, RunningServer.FaultOf(error).Code));
    }

    [Fact]
    public async Task Update_OfTheMemoryLimit_HoldsForTheNextPlan()
    {
        var memory = _server.Services.GetRequiredService<Func<LocalServer.Planning.Memory.MachineMemory>>();
        Assert.Equal(0, memory().LimitBytes);

        var state = await UpdateAsync(new SettingsValues { MemoryLimitBytes = 3L << 30 }, "memory_limit_bytes");

        Assert.Equal((3L << 30, 3L << 30), (state.Values.MemoryLimitBytes, memory().LimitBytes));
    }

    [Fact]
    public async Task Update_WithOneBadFieldAmongGoodOnes_ChangesNone()
    {
        var unknown = await Assert.ThrowsAsync<RpcException>(() => UpdateAsync(new SettingsValues { FramesBytes = 7 }, "frames_bytes", "colour"));
        var bad = await Assert.ThrowsAsync<RpcException>(() => UpdateAsync(new SettingsValues { FramesBytes = 7, WebhookTargets = { "file:///etc/passwd" } }, "frames_bytes", "webhook_targets"));

        Assert.Equal((StatusCode.InvalidArgument, StatusCode.InvalidArgument), (unknown.StatusCode, bad.StatusCode));
        Assert.Equal("webhook_targets", RunningServer.FaultOf(bad).Field);
        Assert.False(File.Exists(_server.Paths.Settings));
    }

    [Fact]
    public async Task Update_AndStopOverTcp_AreDeniedEvenWithTheToken()
    {
        using var channel = GrpcChannel.ForAddress(_server.Endpoint.Address);
        var token = new Metadata { { "authorization", $"Bearer {_server.Endpoint.Token}" } };
        var settings = new Contracts.V1.Settings.SettingsClient(channel);

        var update = await Assert.ThrowsAsync<RpcException>(async () => await settings.UpdateAsync(new UpdateSettingsRequest(), token, cancellationToken: Stop));
        var stop = await Assert.ThrowsAsync<RpcException>(async () => await new ServerInfo.ServerInfoClient(channel).StopAsync(new StopRequest(), token, cancellationToken: Stop));

        Assert.Equal((StatusCode.PermissionDenied, StatusCode.PermissionDenied), (update.StatusCode, stop.StatusCode));
        Assert.Equal(1L << 30, (await settings.GetAsync(new GetSettingsRequest(), token, cancellationToken: Stop)).Values.ProofsBytes);
    }

    private async Task<SettingsState> UpdateAsync(SettingsValues values, params string[] fields) =>
        await Settings.UpdateAsync(new UpdateSettingsRequest { Values = values, Fields = { fields } }, cancellationToken: Stop);
}
