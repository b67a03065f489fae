using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Tests.Model.Families.MiniAv;
using Xunit;

namespace Sora2.LocalServer.Tests.Model;

/// <summary>Whole reels with the embedded pack, short and with few steps.</summary>
public sealed class ShotGeneratorTests(ParityPack parity) : IClassFixture<ParityPack>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reels").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Generate_MakesTheSameReelFromTheSamePlan()
    {
        using var generator = Generator();
        var plan = Plan(request => request);

        var (first, second) = (Make(generator, plan), Make(generator, plan));

        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
        Assert.NotEqual(File.ReadAllBytes(first), File.ReadAllBytes(Make(generator, Plan(request => request with { Seed = 8 }))));
    }

    [Fact]
    public void Generate_FillsPictureAndStemsAndReportsItsWay()
    {
        using var generator = Generator();
        var log = new Log();

        using var reel = Reel.Open(Make(generator, Plan(request => request), log));

        Assert.Equal(new VideoShape(12, 96, 160), reel.Header.Picture);
        Assert.True(reel.Frame(11).ToArray().Distinct().Count() > 1, "The last frame is empty.");
        Assert.All(reel.Header.Stems, stem => Assert.All(reel.Stem(stem).ToArray(), sample => Assert.True(float.IsFinite(sample))));
        Assert.Equal(["load", "text", "denoise", "decode"], log.Reports.Select(report => report.Stage).Distinct());
        Assert.Equal(2, log.Reports.Count(report => report.Preview is { Width: 160, Height: 96 }));
        Assert.True(log.Reports[^1].SecondsInModel > 0);
    }

    [Fact]
    public void Generate_FollowsAGivenFirstFrame()
    {
        using var generator = Generator();
        var still = new float[3 * 96 * 160];
        Array.Fill(still, 0.5f);
        using var given = new ShotGenerator(
            new PackCatalog(Path.GetDirectoryName(parity.Pack!.Folder)!),
            (path, width, height, _, _) => width == 160 && height == 96 ? still : throw new InvalidOperationException(path),
            () => throw new InvalidOperationException());
        var plan = Plan(request => request);

        var without = Make(generator, plan);
        var with = Make(given, plan with { FirstFrame = "media" });

        Assert.NotEqual(File.ReadAllBytes(without), File.ReadAllBytes(with));
    }

    [Fact]
    public void Generate_StopsWhenCancelled()
    {
        using var generator = Generator();
        using var stop = new CancellationTokenSource();
        var log = new Log(report =>
        {
            if (report is { Stage: "denoise", Step: 1 })
            {
                stop.Cancel();
            }
        });

        Assert.ThrowsAny<OperationCanceledException>(() => Make(generator, Plan(request => request), log, stop.Token));
        Assert.DoesNotContain(log.Reports, report => report.Stage == "decode");
    }

    [Fact]
    public void Generate_RefusesAPackThatChangedAfterPlanning()
    {
        using var generator = Generator();

        Assert.Throws<PackException>(() => Make(generator, Plan(request => request) with { PackHash = new string('0', 64) }));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ShotGenerator Generator()
    {
        _ = parity.Model; // skips where the pack is not in the tree
        return new ShotGenerator(
            new PackCatalog(Path.GetDirectoryName(parity.Pack!.Folder)!),
            (_, _, _, _, _) => throw new InvalidOperationException(),
            () => throw new InvalidOperationException());
    }

    private GenerationPlan Plan(Func<GenerationRequest, GenerationRequest> change) =>
        new Planner(new PackCatalog(Path.GetDirectoryName(parity.Pack!.Folder)!)).Plan(
            change(new GenerationRequest
            {
                Prompt = "a red ball bounces on a wooden floor in the rain",
                Seconds = 0.5,
                Seed = 7,
                StepCount = 2,
                Sequence = new SequenceSettings { FrameRate = new FrameRate(24, 1) },
            }),
            0);

    private string Make(ShotGenerator generator, GenerationPlan plan, Log? log = null, CancellationToken? cancellationToken = null)
    {
        var path = Path.Combine(_folder, Path.GetRandomFileName());
        using var reel = new ReelWriter(path, plan.ReelHeader);
        generator.Generate(plan, reel, id => id, log ?? new Log(), cancellationToken ?? Cancellation);
        reel.Complete();
        return path;
    }

    private sealed class Log(Action<GenerationProgress>? also = null) : IProgress<GenerationProgress>
    {
        public List<GenerationProgress> Reports { get; } = [];

        public void Report(GenerationProgress value)
        {
            Reports.Add(value);
            also?.Invoke(value);
        }
    }
}
