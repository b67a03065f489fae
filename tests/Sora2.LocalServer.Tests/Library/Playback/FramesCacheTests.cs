using Microsoft.Extensions.Logging.Abstractions;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Library.Playback;
using Sora2.LocalServer.Tests.Jobs;
using Xunit;

namespace Sora2.LocalServer.Tests.Library.Playback;

public sealed class FramesCacheTests : IDisposable
{
    // 2 frames of 4x2: 96 bytes and the header.
    private static readonly FramesHeader s_header = new(new VideoShape(2, 2, 4), new FrameRate(25, 1));

    private readonly ServerPaths _paths = new(Directory.CreateTempSubdirectory("sora2-frames-").FullName, "/nonexistent");
    private readonly ManualTime _time = new();
    private readonly TaskCompletionSource _decoding = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _decoded;

    public FramesCacheTests() => _paths.Create();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_paths.Home, recursive: true);

    [Fact]
    public async Task OpenAsync_DecodesOnceAndKeepsTheFile()
    {
        using var cache = Open();

        var first = await cache.OpenAsync(Shot("P_S_v001"), Stop);
        var second = await cache.OpenAsync(Shot("P_S_v001"), Stop);

        Assert.Equal(1, _decoded);
        Assert.Equal(first, second);
        Assert.Equal(s_header, FramesHeader.TryRead(first.Path));
        Assert.Equal(Enumerable.Repeat((byte)7, 96), (await File.ReadAllBytesAsync(first.Path, Stop))[FramesHeader.DataOffset..]);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(first.Path));
        }
    }

    [Fact]
    public async Task OpenAsync_ManyAtOnce_ShareOneDecoder()
    {
        var gate = new TaskCompletionSource();
        using var cache = Open(decoding: gate.Task);

        var calls = Enumerable.Range(0, 8).Select(_ => cache.OpenAsync(Shot("P_S_v001"), Stop)).ToList();
        gate.SetResult();
        await Task.WhenAll(calls);

        Assert.Equal(1, _decoded);
    }

    [Fact]
    public async Task OpenAsync_OneOfTwoLeaves_TheOtherGetsItsFrames()
    {
        var gate = new TaskCompletionSource();
        using var cache = Open(decoding: gate.Task);
        using var impatient = new CancellationTokenSource();

        var leaves = cache.OpenAsync(Shot("P_S_v001"), impatient.Token);
        var stays = cache.OpenAsync(Shot("P_S_v001"), Stop);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        gate.SetResult();

        Assert.True(File.Exists((await stays).Path));
    }

    [Fact]
    public async Task OpenAsync_LastOneLeaves_StopsTheDecoderAndLeavesNothing()
    {
        var gate = new TaskCompletionSource();
        var stopped = new TaskCompletionSource();
        using var cache = Open(decoding: gate.Task, stopped: stopped);
        using var impatient = new CancellationTokenSource();

        var call = cache.OpenAsync(Shot("P_S_v001"), impatient.Token);
        await _decoding.Task.WaitAsync(Stop);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await stopped.Task.WaitAsync(Stop);
        gate.SetResult();

        // The next one takes its turn after the stopped one has cleared away.
        await cache.OpenAsync(Shot("P_S_v002"), Stop);
        Assert.Equal(["P_S_v002.frames"], Files());
    }

    [Fact]
    public async Task OpenAsync_OverTheBudget_RemovesTheLeastRecentlyAskedFor()
    {
        using var cache = Open(budget: 2 * s_header.FileBytes);
        await OpenLaterAsync(cache, "P_S_v001");
        await OpenLaterAsync(cache, "P_S_v002");
        await OpenLaterAsync(cache, "P_S_v001");

        await OpenLaterAsync(cache, "P_S_v003");

        Assert.Equal(["P_S_v001.frames", "P_S_v003.frames"], Files());
    }

    [Fact]
    public async Task OpenAsync_LargerThanTheBudget_IsKeptAlone()
    {
        using var cache = Open(budget: 1);
        await OpenLaterAsync(cache, "P_S_v001");

        await OpenLaterAsync(cache, "P_S_v002");

        Assert.Equal(["P_S_v002.frames"], Files());
    }

    [Fact]
    public async Task OpenAsync_NoRoomOnTheDisk_IsRefusedAndGivesNothingUp()
    {
        using (var cache = Open())
        {
            await cache.OpenAsync(Shot("P_S_v001"), Stop);
        }

        using var full = Open(reserve: long.MaxValue / 2);
        var error = await Assert.ThrowsAsync<StorageException>(() => full.OpenAsync(Shot("P_S_v002"), Stop));

        Assert.Equal(StorageProblem.DiskFull, error.Problem);
        Assert.Equal(["P_S_v001.frames"], Files());
    }

    [Fact]
    public async Task OpenAsync_FileThatWasCut_IsMadeAgain()
    {
        using var cache = Open();
        var path = (await cache.OpenAsync(Shot("P_S_v001"), Stop)).Path;
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path, Stop))[..^1], Stop);

        await cache.OpenAsync(Shot("P_S_v001"), Stop);

        Assert.Equal((2, s_header.FileBytes), (_decoded, new FileInfo(path).Length));
    }

    [Fact]
    public async Task OpenAsync_TooFewBytes_IsAFaultAndLeavesNothing()
    {
        using var cache = Open(bytes: 95);

        await Assert.ThrowsAsync<InvalidDataException>(() => cache.OpenAsync(Shot("P_S_v001"), Stop));

        Assert.Empty(Files());
    }

    [Fact]
    public async Task Start_RemovesWhatWasHalfWritten()
    {
        await File.WriteAllTextAsync(Path.Combine(_paths.Frames, "P_S_v001.x.part"), "half", Stop);

        using var cache = Open();

        Assert.Empty(Files());
    }

    private async Task OpenLaterAsync(FramesCache cache, string name)
    {
        _time.Advance(TimeSpan.FromSeconds(1));
        await cache.OpenAsync(Shot(name), Stop);
    }

    private FramesCache Open(
        long budget = 1 << 20, long reserve = 0, int bytes = 96, Task? decoding = null, TaskCompletionSource? stopped = null) => new(
        _paths,
        new PictureSource(
            (_, _) => Task.FromResult(s_header),
            async (_, _, output, cancellationToken) =>
            {
                Interlocked.Increment(ref _decoded);
                _decoding.TrySetResult();
                try
                {
                    await (decoding ?? Task.CompletedTask).WaitAsync(cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    stopped?.SetResult();
                    throw;
                }

                await output.WriteAsync(Enumerable.Repeat((byte)7, bytes).ToArray(), cancellationToken);
            }),
        () => new FramesOptions { BudgetBytes = budget, DiskReserveBytes = reserve },
        _time,
        NullLogger<FramesCache>.Instance);

    private IEnumerable<string> Files() => Directory.EnumerateFiles(_paths.Frames).Select(path => Path.GetFileName(path)).Order();

    private static PublishedShot Shot(string name) => new(
        name, "P", "/nowhere", "/nowhere/picture.mov", null, new Dictionary<StemKind, string>(), "/nowhere/shot.json", "/nowhere/poster.jpg",
        DateTimeOffset.UnixEpoch, "job", 0);
}
