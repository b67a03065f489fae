using System.Diagnostics;
using System.Globalization;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model;
using Sora2.LocalServer.Model.Families.Wan;
using Sora2.LocalServer.Model.Families.Wan.Configuration;
using Sora2.LocalServer.Model.Families.Wan.Denoising;
using Sora2.LocalServer.Model.Families.Wan.Picture;
using Sora2.LocalServer.Model.Families.Wan.Text;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;
using Sora2.LocalServer.Model.Weights;
using Sora2.LocalServer.Planning.Memory;

namespace Sora2.Benchmarks.Wan;

/// <summary>
/// Wan 2.2 TI2V-5B at its real size without its weights: what its plans take, tiles of the picture code, opening 10 GB, what
/// streaming costs beside blocks that are kept, and one block at 1280x704 and 121 frames. Takes up to 10 minutes and 12 GB of memory on a CPU.
/// </summary>
internal static class WanAtFullSize
{
    private const double OpenLimit = 3;
    private const double StreamLimit = 1.1;
    private const double AnonymousLimit = 300;
    private const int LayersCompared = 3;
    private const double Gigabyte = 1e9;
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);
    private const string StatusFile = "/proc/self/status";

    internal static readonly WanTransformerConfig s_transformer = new()
    {
        ClassName = "WanTransformer3DModel",
        NumAttentionHeads = 24,
        AttentionHeadDim = 128,
        InChannels = 48,
        OutChannels = 48,
        PatchSize = [1, 2, 2],
        TextDim = 4096,
        FreqDim = 256,
        FfnDim = 14336,
        NumLayers = 30,
        CrossAttnNorm = true,
        QkNorm = "rms_norm_across_heads",
        Eps = 1e-6f,
        RopeMaxSeqLen = 1024,
    };

    internal static readonly WanVaeConfig s_vae = new()
    {
        ClassName = "AutoencoderKLWan",
        BaseDim = 160,
        DecoderBaseDim = 256,
        ZDim = 48,
        DimMult = [1, 2, 4, 4],
        NumResBlocks = 2,
        AttnScales = [],
        TemperalDownsample = [false, true, true],
        LatentsMean = [.. Enumerable.Repeat(0f, 48)],
        LatentsStd = [.. Enumerable.Repeat(1f, 48)],
        IsResidual = true,
        InChannels = 12,
        OutChannels = 12,
        PatchSize = 2,
        ScaleFactorTemporal = 4,
        ScaleFactorSpatial = 16,
    };

    private static readonly WanTextConfig s_text = new()
    {
        ModelType = "umt5",
        DModel = 4096,
        DKv = 64,
        DFf = 10240,
        NumHeads = 64,
        NumLayers = 24,
        VocabSize = 256384,
        FeedForwardProj = "gated-gelu",
        LayerNormEpsilon = 1e-6f,
        RelativeAttentionNumBuckets = 32,
        RelativeAttentionMaxDistance = 128,
    };

    public static Task MeasureAsync()
    {
        using var limit = new CancellationTokenSource(s_longest);
        var folder = Directory.CreateTempSubdirectory("wan").FullName;
        try
        {
            var runtime = new ModelRuntime(new RuntimeOptions());
            Plans(folder);
            Picture(folder, runtime, limit.Token);
            Open(folder, runtime);
            Stream(folder, runtime, limit.Token);
            Block(folder, runtime, limit.Token);
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine(Say($"wan: stopped after {s_longest.TotalMinutes:F0} minutes; what follows was not measured"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return Task.CompletedTask;
    }

    // What plans say, which the figures below are to be held against.
    private static void Plans(string folder)
    {
        var layer = TextLayerGraph.Build(s_text).Weights.Select(static use => use with { Name = "encoder.block.0." + use.Name });
        var side = 1 << (s_vae.DimMult.Count - 1);
        var parts = new Dictionary<string, IEnumerable<WeightUse>>
        {
            ["transformer"] = DenoiserGraphs.BuildWhole(s_transformer).Weights,
            ["text_encoder"] = layer,
            ["vae"] = [.. CodeGraph.Decoder(s_vae, 1, 1, first: false).Graph.Weights, .. CodeGraph.Encoder(s_vae, side, side, first: false).Graph.Weights],
        };
        var memory = WanMemory.Of(
            new WanConfig { Transformer = s_transformer, Vae = s_vae, Text = s_text, Scheduler = new WanSchedulerConfig() },
            part =>
            {
                var path = Path.Combine(folder, part);
                SparsePack.Write(path, parts[part], half: true);
                return WeightStore.Open(path);
            });
        foreach (var (height, width, frames) in (ReadOnlySpan<(int, int, int)>)[(704, 1280, 121), (704, 1280, 49), (704, 1280, 13)])
        {
            var need = new MemoryNeed(new VideoShape(frames, height, width));
            Console.WriteLine(Say($"wan: {width}x{height}, {frames} frames, BF16: planned with {memory.Plan(need, 0).PeakBytes / Gigabyte:F1} to {memory.Plan(need, 1L << 50).PeakBytes / Gigabyte:F1} GB"));
        }

        foreach (var part in parts.Keys)
        {
            File.Delete(Path.Combine(folder, part));
        }
    }

    // From a closed file of 10 GB to the first block run, with few tokens.
    private static void Open(string folder, ModelRuntime runtime)
    {
        var path = Path.Combine(folder, "whole.safetensors");
        var bytes = SparsePack.Write(path, DenoiserGraphs.BuildWhole(s_transformer).Weights, half: true);
        var started = Stopwatch.GetTimestamp();
        using var weights = WeightStore.Open(path);
        using var denoiser = new Denoiser(s_transformer with { NumLayers = 1 }, weights, runtime, CancellationToken.None);
        using var text = Tensor.Zeros(ElementType.Float32, 1, 512, s_transformer.TextDim);
        var grid = new TokenGrid(48, 1, 4, 4);
        using var velocity = denoiser.Run(grid, new float[grid.LatentLength], text, [500f], [0], CancellationToken.None);
        Figure.Print(Say($"wan: {bytes / 1e9:F1} GB of denoiser opened and entered"), Stopwatch.GetElapsedTime(started).TotalSeconds, OpenLimit, "s");
        File.Delete(path);
    }

    // The same few layers kept and streamed, over the tokens of two latent frames at 1280x704; the pass after the first, as of all steps.
    private static void Stream(string folder, ModelRuntime runtime, CancellationToken cancellationToken)
    {
        var config = s_transformer with { NumLayers = LayersCompared };
        var path = Path.Combine(folder, "layers.safetensors");
        SparsePack.Write(path, DenoiserGraphs.BuildWhole(config).Weights, half: false);
        using (var mapped = WeightStore.Open(path))
        {
            var before = Anonymous();
            using var denoiser = new Denoiser(config, mapped, runtime, cancellationToken);
            Figure.Print("wan: anonymous memory of F32 weights, opened", (Anonymous() - before) / 1e6, AnonymousLimit, "MB");
        }

        SparsePack.Write(path, DenoiserGraphs.BuildWhole(config).Weights, half: true);
        using var weights = WeightStore.Open(path);
        var grid = new TokenGrid(48, 2, 44, 80);
        using var text = Tensor.Zeros(ElementType.Float32, 1, 512, config.TextDim);
        using var streamed = new Denoiser(config, weights, runtime, cancellationToken);
        using var kept = new Denoiser(config, weights, runtime, cancellationToken, long.MaxValue);
        var fastest = new double[] { double.MaxValue, double.MaxValue };
        for (var run = 0; run < 3; run++)
        {
            foreach (var (at, denoiser) in new[] { streamed, kept }.Index())
            {
                var started = Stopwatch.GetTimestamp();
                denoiser.Run(grid, new float[grid.LatentLength], text, [500f], [0], cancellationToken).Dispose();
                fastest[at] = run == 0 ? fastest[at] : Math.Min(fastest[at], Stopwatch.GetElapsedTime(started).TotalSeconds);
            }
        }

        Figure.Print(Say($"wan: {LayersCompared} blocks of BF16 streamed {fastest[0]:F1} s, kept {fastest[1]:F1} s, {grid.Tokens} tokens"), fastest[0] / fastest[1], StreamLimit, "");
        File.Delete(path);
    }

    private static void Block(string folder, ModelRuntime runtime, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, "block.safetensors");
        SparsePack.Write(path, DenoiserGraphs.BuildBlock(s_transformer).Weights, half: true);
        using var weights = WeightStore.Open(path);
        using var placed = new PlacedWeights(weights, runtime);
        using var block = placed.Open(DenoiserGraphs.BuildBlock(s_transformer, runtime.Computing), cancellationToken);
        using var stream = new StreamedWeights(placed, block.BroughtWeights, static _ => "", layers: 1);
        ForgetPeak();
        var grid = new TokenGrid(48, 31, 44, 80);
        var (cosines, sines) = grid.Rotary(s_transformer);
        using var x = Noise(grid.Tokens, s_transformer.Width);
        using var told = Noise(512, s_transformer.Width);
        using var modulation = Tensor.Zeros(ElementType.Float32, 2, 6, s_transformer.Width);
        using var levelOf = Tensor.Of([.. Enumerable.Range(0, grid.Tokens).Select(token => token < grid.TokensPerFrame ? 0L : 1L)], grid.Tokens);
        using var cosine = Tensor.Of(cosines, grid.Tokens, s_transformer.AttentionHeadDim / 2);
        using var sine = Tensor.Of(sines, grid.Tokens, s_transformer.AttentionHeadDim / 2);
        var started = Stopwatch.GetTimestamp();
        stream.ForEach((_, own) => block.RunOne([x, told, modulation, levelOf, cosine, sine, .. own], cancellationToken).Dispose(), cancellationToken);
        Console.WriteLine(Say($"wan: one block, 1280x704, 121 frames, {grid.Tokens} tokens: {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s, peak of the process {Peak() / 1e9:F1} GB"));
        File.Delete(path);
    }

    // The first latent frame and one more, of tiles of two sizes: memory grows with their area, time too, and a shot's tiles take minutes each.
    private static void Picture(string folder, ModelRuntime runtime, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, "vae.safetensors");
        SparsePack.Write(path, CodeGraph.Decoder(s_vae, 1, 1, first: false).Graph.Weights, half: true);
        foreach (var tile in (int[])[8, 12])
        {
            using var weights = WeightStore.Open(path);
            ForgetPeak();
            var (before, latent) = (Peak(), new float[48 * 2 * tile * tile]);
            var started = Stopwatch.GetTimestamp();
            var frames = 0;
            new PictureCode(s_vae, weights, runtime).Decode(latent, 2, tile, tile, (_, _) => frames++, cancellationToken);
            Console.WriteLine(Say($"wan: {frames} frames of a tile of {tile * s_vae.Spatial} decoded: {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s, {(Peak() - before) / Gigabyte:F2} GB with the mapped weights"));
        }

        File.Delete(path);
    }

    private static Tensor Noise(int rows, int width)
    {
        var noise = new float[rows * width];
        NoiseSource.Fill(1, 0, noise);
        return Tensor.Of(noise, rows, width);
    }

    private static double Anonymous() => Status("RssAnon:");

    private static double Peak() => Status("VmHWM:");

    // Kilobytes after the key.
    private static double Status(string key) => File.Exists(StatusFile)
        ? 1024 * double.Parse(
            File.ReadLines(StatusFile).First(line => line.StartsWith(key, StringComparison.Ordinal)).Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)[1],
            CultureInfo.InvariantCulture)
        : 0;

    // From here on the peak counts anew.
    private static void ForgetPeak()
    {
        if (File.Exists(StatusFile))
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
    }

    private static string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
