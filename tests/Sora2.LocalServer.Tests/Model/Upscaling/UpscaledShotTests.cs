using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Sources;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Planning.Memory;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Tests.Model.Families.MiniAv;
using Sora2.LocalServer.Tests.Model.Families.Wan;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Upscaling;

/// <summary>Whole reels of the embedded pack with few steps, as a worker makes them, upscaled and not.</summary>
public sealed class UpscaledShotTests(ParityPack parity) : IClassFixture<ParityPack>, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("upscaled").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Generate_MakesTheFramesLargerAndNothingElse()
    {
        var log = new GenerationLog();
        using var plain = Make(Plan(upscale: false));

        using var upscaled = Make(Plan(upscale: true), log);

        Assert.Equal(new VideoShape(4, 192, 320), upscaled.Header.Picture);
        Assert.Equal((plain.Header.FrameRate, plain.Header.SampleRate, plain.Header.SamplesPerStem), (upscaled.Header.FrameRate, upscaled.Header.SampleRate, upscaled.Header.SamplesPerStem));
        Assert.Equal([StemKind.Effects, StemKind.Ambience, StemKind.Music], upscaled.Header.Stems);
        Assert.All(plain.Header.Stems, stem => Assert.Equal(plain.Stem(stem).ToArray(), upscaled.Stem(stem).ToArray()));
        for (var frame = 0; frame < 4; frame++)
        {
            // Each pixel became four; what they are together stays near.
            Assert.InRange(MeanDistance(plain.Frame(frame), upscaled.Frame(frame)), 0, 3 * 257);
        }

        Assert.Equal([(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)], log.Reports.Where(static report => report.Stage == "upscale").Select(static report => (report.Step, report.StepCount)).Distinct());
        Assert.Equal("upscale", log.Reports[^1].Stage);
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void Generate_StopsAmidTheFrames()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var log = new GenerationLog(report =>
        {
            if (report is { Stage: "upscale", Step: 1 })
            {
                stop.Cancel();
            }
        });

        Assert.ThrowsAny<OperationCanceledException>(() => Make(Plan(upscale: true), log, stop.Token));

        Assert.DoesNotContain(log.Reports, static report => report is { Stage: "upscale", Step: > 1 });
        Assert.DoesNotContain(Directory.GetFiles(_folder), static path => path.EndsWith(".made", StringComparison.Ordinal));
    }

    [Fact]
    public void Generate_RefusesANetworkOfAnotherFactorBeforeAnythingIsMade()
    {
        var log = new GenerationLog();
        var plan = Plan(upscale: true);
        var network = Path.Combine(_folder, "models", "upscaling", "x2");
        Directory.Delete(Path.Combine(_folder, "models", "upscaling"));
        Directory.CreateDirectory(Path.GetDirectoryName(network)!);
        Directory.CreateSymbolicLink(network, Esrgan.Folder(3));

        Assert.Contains("3 times", Assert.Throws<PackException>(() => Make(plan, log)).Message, StringComparison.Ordinal);

        Assert.Empty(log.Reports);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static double MeanDistance(ReadOnlySpan<ushort> plain, ReadOnlySpan<ushort> upscaled)
    {
        var sum = 0.0;
        for (var i = 0; i < plain.Length; i++)
        {
            var (x, y, colour) = (i / 3 % 160, i / 3 / 160, i % 3);
            var corner = (3 * ((2 * y * 320) + (2 * x))) + colour;
            sum += Math.Abs(plain[i] - ((upscaled[corner] + upscaled[corner + 3] + upscaled[corner + 960] + upscaled[corner + 963]) / 4.0));
        }

        return sum / plain.Length;
    }

    // Pack and networks side by side, as in the models folder of a server.
    private PackCatalog Packs()
    {
        _ = parity.Model; // skips where the pack is not in the tree
        var models = Path.Combine(_folder, "models");
        if (!Directory.Exists(models))
        {
            Directory.CreateDirectory(models);
            Directory.CreateSymbolicLink(Path.Combine(models, "upscaling"), Esrgan.Folder());
            Directory.CreateSymbolicLink(Path.Combine(models, PackCatalog.DefaultPack), Path.Combine(TinyPack.Repository(), "models", PackCatalog.DefaultPack));
        }

        return new PackCatalog(models);
    }

    private GenerationPlan Plan(bool upscale) => new Planner(Packs(), static () => new MachineMemory(long.MaxValue, long.MaxValue)).Plan(
        new GenerationRequest
        {
            Prompt = "a red ball bounces on a wooden floor in the rain",
            Seconds = 0.5,
            Seed = 7,
            StepCount = 2,
            Upscale = upscale,
            Stems = [StemKind.Effects, StemKind.Ambience, StemKind.Music],
            Sequence = new SequenceSettings { FrameRate = new FrameRate(8, 1), Width = 320, Height = 180 },
        },
        0);

    private Reel Make(GenerationPlan plan, GenerationLog? log = null, CancellationToken? cancellationToken = null)
    {
        using var generator = new ShotGenerator(
            Packs(),
            new MediaSources(static (_, _, _, _, _) => throw new InvalidOperationException(), static (_, _, _) => throw new InvalidOperationException()),
            static () => throw new InvalidOperationException());
        var path = Path.Combine(_folder, Path.GetRandomFileName());
        using (var reel = new ReelWriter(path, plan.ReelHeader))
        {
            generator.Generate(plan, reel, static id => id, log ?? new GenerationLog(), cancellationToken ?? Cancellation);
            reel.Complete();
        }

        return Reel.Open(path);
    }
}
