using System.Collections.ObjectModel;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Library.Playback;
using Xunit;

namespace Sora2.LocalServer.Tests.Library.Playback;

public sealed class ProofCacheTests : IDisposable
{
    private readonly ServerPaths _paths = new(Directory.CreateTempSubdirectory("sora2-proofs-").FullName, "/nonexistent");
    private int _made;

    public ProofCacheTests() => _paths.Create();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_paths.Home, recursive: true);

    [Fact]
    public async Task Get_MakesAProofOnceForManyWhoAsk()
    {
        using var proofs = Open();

        var paths = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => proofs.GetAsync(Shot("A_B_v001"), ProofKind.H264, Stop)));

        Assert.Equal(1, _made);
        Assert.Equal("H264 of /shots/A_B_v001.mov", await File.ReadAllTextAsync(Assert.Single(paths.Distinct()), Stop));
        proofs.Remove("A_B_v001");
        Assert.False(File.Exists(paths[0]));
    }

    [Fact]
    public async Task Get_TakesAPictureThatBrowsersPlayAsItIs()
    {
        using var proofs = Open();

        Assert.Equal("/shots/A_B_v001.mp4", await proofs.GetAsync(Shot("A_B_v001", ".mp4"), ProofKind.H264, Stop));
        Assert.Equal(0, _made);
    }

    [Fact]
    public async Task Get_OfAnotherKind_IsMadeBesideIt()
    {
        using var proofs = Open();

        var open = await proofs.GetAsync(Shot("A_B_v001", ".mp4"), ProofKind.Vp9, Stop);
        var usual = await proofs.GetAsync(Shot("A_B_v001"), ProofKind.H264, Stop);

        Assert.Equal(("Vp9 of /shots/A_B_v001.mp4", "H264 of /shots/A_B_v001.mov"), (await File.ReadAllTextAsync(open, Stop), await File.ReadAllTextAsync(usual, Stop)));
        proofs.Remove("A_B_v001");
        Assert.Empty(Directory.EnumerateFiles(_paths.Frames));
    }

    [Fact]
    public async Task Get_ThatFailsLeavesNothing()
    {
        using var proofs = Open(fail: true);

        await Assert.ThrowsAsync<InvalidDataException>(() => proofs.GetAsync(Shot("A_B_v001"), ProofKind.H264, Stop));

        Assert.Empty(Directory.EnumerateFiles(_paths.Frames));
    }

    [Fact]
    public async Task Get_KeepsToItsBudget()
    {
        using var proofs = Open(budget: 40);

        var first = await proofs.GetAsync(Shot("A_B_v001"), ProofKind.H264, Stop);
        File.SetLastWriteTimeUtc(first, DateTime.UtcNow.AddHours(-1));
        var second = await proofs.GetAsync(Shot("A_B_v002"), ProofKind.Vp9, Stop);

        Assert.Equal((false, true), (File.Exists(first), File.Exists(second)));
    }

    private static PublishedShot Shot(string name, string extension = ".mov") => new(
        name, "A", "/shots", $"/shots/{name}{extension}", null, ReadOnlyDictionary<StemKind, string>.Empty, "/shots/shot.json", "/shots/a.jpg", default, "job", 0);

    private ProofCache Open(bool fail = false, long budget = 1 << 20) => new(
        _paths,
        async (movie, path, kind, stop) =>
        {
            Interlocked.Increment(ref _made);
            await File.WriteAllTextAsync(path, $"{kind} of {movie}", stop);
            if (fail)
            {
                throw new InvalidDataException("no");
            }
        },
        () => new ProofOptions { BudgetBytes = budget });
}
