using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Sources;
using Sora2.LocalServer.Model.Speech;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Planning.Memory;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Tests.Model.Families.MiniAv;
using Xunit;

namespace Sora2.LocalServer.Tests.Model;

/// <summary>Whole reels with the embedded pack, short and with few steps.</summary>
public sealed class ShotGeneratorTests(ParityPack parity) : IClassFixture<ParityPack>, IDisposable
{
    private const float Grey = 0.5f;

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
        var log = new GenerationLog();

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
        var plan = Plan(request => request);

        var without = Make(generator, plan);
        var with = Make(generator, plan with { FirstFrame = "media" });

        Assert.NotEqual(File.ReadAllBytes(without), File.ReadAllBytes(with));
    }

    [Theory]
    [InlineData(ClipUse.Before, 0)]
    [InlineData(ClipUse.After, 15)]
    public void Generate_MeetsTheClipBesideIt(ClipUse use, int frame)
    {
        using var generator = Generator();
        var plan = Plan(request => request with { Seconds = 2.0 / 3, StepCount = 8 });

        using var alone = Reel.Open(Make(generator, plan));
        using var beside = Reel.Open(Make(generator, plan with { Clips = [new PlannedClip("clip", use, 0, 2)] }));

        // The clip is one light grey; two frames beside it most of the difference is gone.
        Assert.True(
            Away(beside.Frame(frame)) < 0.5 * Away(alone.Frame(frame)),
            $"{Away(beside.Frame(frame))} away from the clip, {Away(alone.Frame(frame))} without it");

        static double Away(ReadOnlySpan<ushort> rgb)
        {
            var sum = 0.0;
            foreach (var value in rgb)
            {
                sum += Math.Abs((value / 32767.5) - 1 - Grey);
            }

            return sum / rgb.Length;
        }
    }

    [Fact]
    public void Generate_MakesAnEditFrameByFrameFromItsSource()
    {
        using var generator = Generator();
        var plan = Plan(request => request with { Prompt = "make it night" });

        var without = Make(generator, plan);
        var with = Make(generator, plan with { Task = ShotTask.Edit, Clips = [new PlannedClip("clip", ClipUse.Source, 0, 0.5)] });

        Assert.NotEqual(File.ReadAllBytes(without), File.ReadAllBytes(with));
    }

    [Fact]
    public void Generate_KeepsToAReferenceOfTheCast()
    {
        using var generator = Generator();
        var plan = Plan(request => request with { Prompt = "@1 bounces in a park" });

        var without = Make(generator, plan);
        var with = Make(generator, plan with { Cast = [new PlannedCast("@1", "picture")] });

        Assert.NotEqual(File.ReadAllBytes(without), File.ReadAllBytes(with));
    }

    [Fact]
    public void Generate_MakesALongPieceInWindowsWithoutASeam()
    {
        using var generator = Generator();
        var plan = Plan(request => request with { Seconds = 6 });
        var log = new GenerationLog();

        using var reel = Reel.Open(Make(generator, plan with { Scenes = [new("a red ball rolls in a park", 72), new("a red ball stands still in a park", 72)] }, log));

        Assert.Equal(144, reel.Header.Picture.Frames);
        Assert.Equal(4, log.Reports.Where(report => report.Stage == "denoise").Max(report => report.Step));
        Assert.Equal(6 * 24000, reel.Stem(StemKind.Effects).Length);
        Assert.True(reel.Frame(143).ToArray().Distinct().Count() > 1, "The last frame is empty.");
    }

    [Fact]
    public void Generate_MakesASceneThatComesTwiceBothTimes()
    {
        using var generator = Generator();
        var plan = Plan(request => request with { Seconds = 2 });
        PlannedScene ball = new("a red ball rolls in a park", 16);
        var log = new GenerationLog();

        Make(generator, plan with { Scenes = [ball, new("a red ball stands still in a park", 16), ball] }, log);

        Assert.Equal(3 * 2, log.Reports.Where(report => report.Stage == "denoise").Max(report => report.Step));
    }

    [Fact]
    public void Generate_StopsWhenCancelled()
    {
        using var generator = Generator();
        using var stop = new CancellationTokenSource();
        var log = new GenerationLog(report =>
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
    public void Generate_SaysNothingInTheHandles()
    {
        using var generator = Generator(new Talker());
        var plan = Plan(request => request with
        {
            Prompt = "a red ball \"hello\"",
            Seconds = 0.25,
            Sequence = request.Sequence with { HeadHandle = 3, TailHandle = 3 },
        });

        using var reel = Reel.Open(Make(generator, plan));

        var speech = reel.Stem(StemKind.Dialogue).ToArray();
        Assert.Equal((12, 12 * 1000), (reel.Header.Picture.Frames, speech.Length));
        Assert.All(speech[..3000], static sample => Assert.Equal(0, sample));
        Assert.All(speech[^3000..], static sample => Assert.Equal(0, sample));
        Assert.Contains(speech[3000..^3000], static sample => sample != 0);
    }

    [Fact]
    public void Generate_RefusesAPackThatChangedAfterPlanning()
    {
        using var generator = Generator();

        Assert.Throws<PackException>(() => Make(generator, Plan(request => request) with { PackHash = new string('0', 64) }));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ShotGenerator Generator(ISpeechVoice? voice = null)
    {
        _ = parity.Model; // skips where the pack is not in the tree
        return new ShotGenerator(
            new PackCatalog(Path.GetDirectoryName(parity.Pack!.Folder)!),
            new MediaSources(
                (_, width, height, _, _) => [.. Enumerable.Repeat(Grey, 3 * width * height)],
                (_, wish, _) =>
                {
                    var frames = wish.FrameRate.FramesIn(wish.End - wish.Start);
                    return new ClipFrames(
                        frames,
                        [.. Enumerable.Repeat(Grey, frames * 3 * wish.Width * wish.Height)],
                        new float[wish.FrameRate.SamplesIn(frames, 24000)]);
                }),
            () => voice ?? throw new InvalidOperationException());
    }

    private GenerationPlan Plan(Func<GenerationRequest, GenerationRequest> change) =>
        new Planner(new PackCatalog(Path.GetDirectoryName(parity.Pack!.Folder)!), MachineMemory.Read).Plan(
            change(new GenerationRequest
            {
                Prompt = "a red ball bounces on a wooden floor in the rain",
                Seconds = 0.5,
                Seed = 7,
                StepCount = 2,
                Sequence = new SequenceSettings { FrameRate = new FrameRate(24, 1) },
            }),
            0);

    private string Make(ShotGenerator generator, GenerationPlan plan, GenerationLog? log = null, CancellationToken? cancellationToken = null)
    {
        var path = Path.Combine(_folder, Path.GetRandomFileName());
        using var reel = new ReelWriter(path, plan.ReelHeader);
        generator.Generate(plan, reel, id => id, log ?? new GenerationLog(), cancellationToken ?? Cancellation);
        reel.Complete();
        return path;
    }

    // Talks on for longer than any shot.
    private sealed class Talker : ISpeechVoice
    {
        public string Name => "talker";

        public float[] Speak(string text, int sampleRate, CancellationToken cancellationToken) => [.. Enumerable.Repeat(0.5f, 100 * sampleRate)];
    }
}
