using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Sources;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Planning.Memory;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Families.Wan;

/// <summary>Whole reels of the tiny pack, planned and made as a worker does. Its weights are random: what is seen is where frames come from.</summary>
public sealed class WanShotTests : IDisposable
{
    private readonly WanFolder _folder = new();

    public WanShotTests() => _folder.ToPack(96, 64);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(24, 1, 12)]
    [InlineData(24000, 1001, 12)]
    [InlineData(25, 1, 13)]
    [InlineData(60, 1, 30)]
    public void Generate_FillsEveryFrameAtTheSequencesRate(int numerator, int denominator, int frames)
    {
        var plan = Plan(request => request with { Sequence = request.Sequence with { FrameRate = new FrameRate(numerator, denominator) } });

        using var reel = Make(plan);

        Assert.Equal(frames, reel.Header.Picture.Frames);
        for (var frame = 0; frame < frames; frame++)
        {
            Assert.True(reel.Frame(frame).ToArray().Distinct().Count() > 100, $"Frame {frame} is empty.");
        }
    }

    [Fact]
    public void Plan_SaysWhatIsMixedAndWhoMakesTheSound()
    {
        var plan = Plan(static request => request with { Stems = [StemKind.Effects], Sequence = request.Sequence with { FrameRate = new FrameRate(25, 1) } });

        Assert.Equal(new FrameRate(24, 1), plan.ModelFrameRate);
        Assert.Equal(
            ["The pack makes 24 frames a second: those of 25 are mixed from their neighbours.", "Pack tiny-wan makes no sound: effects are made by pack sora2-mini from the picture."],
            plan.Notes);
    }

    [Fact]
    public void Plan_LeavesStemsOutWhereNobodyMakesThem()
    {
        Directory.Delete(Path.Combine(_folder.Root, PackCatalog.DefaultPack));

        var plan = Plan(static request => request with { Stems = [StemKind.Effects] });

        Assert.Empty(plan.Stems);
        Assert.Contains("is not there", Assert.Single(plan.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Generate_BringsStemsFromTheEmbeddedPack()
    {
        using var reel = Make(Plan(static request => request with { Stems = [StemKind.Effects, StemKind.Ambience, StemKind.Music] }));

        Assert.Equal([StemKind.Effects, StemKind.Ambience, StemKind.Music], reel.Header.Stems);
        Assert.Contains(reel.Header.Stems, stem => reel.Stem(stem).ToArray().Any(static sample => Math.Abs(sample) > 1e-4f));
    }

    [Fact]
    public void Generate_DrawsTheFramesBetweenWhereThatIsThere()
    {
        var weights = Path.Combine(TinyPack.Repository(), "models", "interpolation");
        Assert.SkipUnless(File.Exists(Path.Combine(weights, "flownet.bin")), "RIFE's weights are not there; installers/interpolation/fetch gets them.");
        var mixed = Plan(static request => request with { Sequence = request.Sequence with { FrameRate = new FrameRate(25, 1) } });
        Directory.CreateSymbolicLink(Path.Combine(_folder.Root, "interpolation"), weights);
        var drawn = Plan(static request => request with { Sequence = request.Sequence with { FrameRate = new FrameRate(25, 1) } });

        using var one = Make(mixed);
        using var other = Make(drawn);

        Assert.Equal((false, true), (mixed.Interpolated, drawn.Interpolated));
        Assert.Contains("drawn between", Assert.Single(drawn.Notes), StringComparison.Ordinal);
        Assert.Equal(one.Frame(0).ToArray(), other.Frame(0).ToArray());
        Assert.NotEqual(one.Frame(6).ToArray(), other.Frame(6).ToArray());
    }

    [Fact]
    public void Generate_MakesTheSameReelFromTheSamePlan()
    {
        var plan = Plan(static request => request);
        using var first = Make(plan);
        using var second = Make(plan);
        using var other = Make(plan with { Seed = 8 });

        Assert.Equal(first.Frame(11).ToArray(), second.Frame(11).ToArray());
        Assert.NotEqual(first.Frame(11).ToArray(), other.Frame(11).ToArray());
    }

    [Fact]
    public void Generate_InSmallTiles_MakesAboutTheSamePicture()
    {
        var plan = Plan(static request => request);
        plan = plan with { Picture = plan.Picture with { Width = 384 } };

        using var whole = Make(plan);
        using var tiled = Make(plan with { Memory = new MemoryPlan { SmallTiles = true } });

        var (one, other) = (whole.Frame(5).ToArray(), tiled.Frame(5).ToArray());
        Assert.NotEqual(one, other);
        Assert.InRange(one.Zip(other, static (a, b) => Math.Abs(a - b)).Average(), 0, ushort.MaxValue / 50);
    }

    [Fact]
    public void Generate_WithMemoryForItsLayers_MakesTheSameReel()
    {
        _folder.Halve("transformer", "diffusion_pytorch_model");
        File.Delete(Path.Combine(_folder.Root, PackCatalog.DefaultPack));
        _folder.ToPack(96, 64);
        var plan = Plan(static request => request);
        Assert.True(plan.Memory.LayerBytes > plan.LeastMemory.LayerBytes);

        using var kept = Make(plan);
        using var streamed = Make(plan with { Memory = plan.LeastMemory });

        Assert.Equal(streamed.Frame(11).ToArray(), kept.Frame(11).ToArray());
    }

    [Fact]
    public void Generate_GoesOnFromAClipAndLeavesTheClipOut()
    {
        var plan = Plan(static request => request) with { Task = ShotTask.ExtendTail, Clips = [new PlannedClip("clip", ClipUse.Before, 0, 2)] };

        using var alone = Make(plan with { Clips = [] });
        using var beside = Make(plan);

        Assert.NotEqual(alone.Frame(0).ToArray(), beside.Frame(0).ToArray());
        Assert.True(beside.Frame(11).ToArray().Distinct().Count() > 100);
    }

    [Fact]
    public void Generate_MakesLongShotsInWindows()
    {
        // 145 frames: one window of 121, and one that knows the last nine of them.
        var plan = Plan(static request => request with { Seconds = 145 / 24.0 });
        var log = new GenerationLog();

        using var reel = Make(plan, log);

        Assert.Equal(145, reel.Header.Picture.Frames);
        Assert.True(reel.Frame(144).ToArray().Distinct().Count() > 100);
        Assert.Equal((4, 4), log.Reports.Where(static report => report.Stage == "denoise").Select(static report => (report.Step, report.StepCount)).Last());
    }

    [Fact]
    public void Generate_IsHeardOfBetweenBlocks()
    {
        var log = new GenerationLog();

        using var reel = Make(Plan(static request => request), log);

        // Two steps with guidance: two passes of two blocks each; a report before and after the first step, and one when the picture code
        // has encoded what previews are told by.
        Assert.Equal(8, log.Reports.Count(static report => report is { Stage: "denoise", Step: 0 or 1 }) - 3);
    }

    [Fact]
    public void Generate_IsSeenAfterEveryStep()
    {
        var log = new GenerationLog();

        using var reel = Make(Plan(static request => request), log);

        // A quarter of 96x64 in its latents, four pixels each.
        var previews = log.Reports.Select(static report => report.Preview).OfType<PreviewFrame>().ToList();
        Assert.Equal([(24, 16), (24, 16)], previews.Select(static preview => (preview.Width, preview.Height)));
        Assert.NotEqual(previews[0].Rgb, previews[1].Rgb);
    }

    [Fact]
    public void Generate_StopsWhenAsked()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var log = new GenerationLog(report =>
        {
            if (report is { Stage: "denoise", Step: 1 })
            {
                stop.Cancel();
            }
        });

        Assert.ThrowsAny<OperationCanceledException>(() => Make(Plan(static request => request), log, stop.Token));
        Assert.DoesNotContain(log.Reports, static report => report.Stage == "decode");
    }

    [Fact]
    public void Generate_GoesOnWithTheProcessorWhereAProviderCannotBeLoadedAndSaysSo()
    {
        var plan = Plan(static request => request);
        using var expected = Make(plan with { Device = "cpu" });
        Directory.CreateDirectory(Path.Combine(_folder.Root, "providers"));
        File.WriteAllText(Path.Combine(_folder.Root, "providers", "libonnxruntime_providers_cuda.so"), "no library");
        var log = new GenerationLog();

        using var reel = Make(plan, log);

        Assert.Equal(expected.Frame(5).ToArray(), reel.Frame(5).ToArray());
        var note = Assert.Single(log.Reports, static report => report.Note is not null).Note!;
        Assert.StartsWith("libonnxruntime_providers_cuda.so cannot be used", note, StringComparison.Ordinal);
        Assert.EndsWith("The picture is made on the processor.", note, StringComparison.Ordinal);
        var error = Assert.Throws<InvalidRequestException>(() => Make(plan with { Device = "cuda:0" }));
        Assert.Equal("device", error.Field);

        // Who asks for the processor loads no provider.
        var quiet = new GenerationLog();
        using var again = Make(plan with { Device = "cpu" }, quiet);
        Assert.DoesNotContain(quiet.Reports, static report => report.Note is not null);
    }

    public void Dispose() => _folder.Dispose();

    private GenerationPlan Plan(Func<GenerationRequest, GenerationRequest> change) => new Planner(new PackCatalog(_folder.Root), static () => new MachineMemory(long.MaxValue, long.MaxValue), need: new PackMemory().Measure).Plan(
        change(new GenerationRequest
        {
            Prompt = "a red ball bounces on wood at noon",
            Pack = "tiny-wan",
            Seconds = 0.5,
            Seed = 7,
            Stems = [],
            Sequence = new SequenceSettings { FrameRate = new FrameRate(24, 1), Width = 96, Height = 64 },
        }),
        0);

    private Reel Make(GenerationPlan plan, GenerationLog? log = null, CancellationToken? cancellationToken = null)
    {
        using var generator = new ShotGenerator(
            new PackCatalog(_folder.Root),
            new MediaSources(
                static (_, width, height, _, _) => [.. Enumerable.Repeat(0.5f, 3 * width * height)],
                static (_, wish, _) =>
                {
                    var frames = wish.FrameRate.FramesIn(wish.End - wish.Start);
                    return new ClipFrames(frames, [.. Enumerable.Repeat(0.5f, frames * 3 * wish.Width * wish.Height)], []);
                }),
            static () => throw new InvalidOperationException());
        var path = Path.Combine(_folder.Root, Path.GetRandomFileName());
        using (var reel = new ReelWriter(path, plan.ReelHeader))
        {
            generator.Generate(plan, reel, static id => id, log ?? new GenerationLog(), cancellationToken ?? Cancellation);
            reel.Complete();
        }

        return Reel.Open(path);
    }
}
