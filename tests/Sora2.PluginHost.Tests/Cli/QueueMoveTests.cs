using Sora2.PluginHost.Cli;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli;

/// <summary>The queue's order when the real server is killed while it changes it.</summary>
public sealed class QueueMoveTests : IDisposable
{
    private const int Rounds = 6;

    private readonly Sora2Command _sora2 = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _sora2.Dispose();

    [Fact]
    public async Task Move_WhenTheServerIsKilledMeanwhile_IsDoneOrNotDone()
    {
        Assert.SkipUnless(EmbeddedPack.IsThere, "needs models/sora2-mini");
        await LeaveBehindAsync("a long one", 0, "--seconds", "8", "--steps", "200");
        for (var index = 1; index <= 4; index++)
        {
            await LeaveBehindAsync($"ball {index}", index, "--seconds", "1");
        }

        var before = await WaitingAsync();
        Assert.Equal(4, before.Count);
        for (var round = 0; round < Rounds; round++)
        {
            List<string> after = [before[^1], .. before[..^1]];
            using var mover = _sora2.Start("queue", "move", before[^1], "--first", "--json");

            // At another moment of the call each time, the last one after its end.
            if (await Task.WhenAny(mover.WaitForExitAsync(Cancellation), Task.Delay(round < Rounds - 1 ? 60 * round : Timeout.Infinite, Cancellation)) is { IsCompletedSuccessfully: true })
            {
                _sora2.KillServer();
            }

            await mover.WaitForExitAsync(Cancellation);
            var now = await WaitingAsync();
            Assert.True(now.SequenceEqual(after) || (mover.ExitCode != ExitCode.Done && now.SequenceEqual(before)), $"{string.Join(' ', before)} became {string.Join(' ', now)}; exit code {mover.ExitCode}");
            before = now;
        }
    }

    // Queues a job whose client goes away.
    private async Task LeaveBehindAsync(string prompt, int jobsBefore, params string[] options)
    {
        using var client = _sora2.Start(["generate", prompt, "--size", "320x180", "--json", .. options]);
        while ((await _sora2.RunAsync(Cancellation, "queue", "--json")).Json["jobs"]!.AsArray().Count == jobsBefore)
        {
        }

        client.Kill();
        await client.WaitForExitAsync(Cancellation);
    }

    private async Task<List<string>> WaitingAsync() =>
        [.. (await _sora2.RunAsync(Cancellation, "queue", "--waiting", "--json")).Json["jobs"]!.AsArray().Select(static job => (string)job!["job"]!)];
}
