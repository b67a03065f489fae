using System.Diagnostics;
using System.Globalization;
using Sora2.LocalServer.Model;
using Sora2.LocalServer.Model.Families.Wan.Configuration;
using Sora2.LocalServer.Model.Families.Wan.Denoising;
using Sora2.LocalServer.Model.Families.Wan.Picture;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;
using Sora2.LocalServer.Model.Weights;

namespace Sora2.Benchmarks.Wan;

/// <summary>
/// Wan 2.2 TI2V-5B on a device, random weights: one block, one pass of the denoiser with its weights from the disk's cache, and one chunk of
/// the picture code, for a shot of 704x1280 and 121 frames. training/time_wan_block.py prints the block's line of PyTorch.
/// </summary>
/// <param name="device">"auto", "cpu" or the name of a device.</param>
/// <param name="providers">Folder of provider libraries.</param>
/// <param name="half">Computes in F16 on a processor too.</param>
/// <param name="tiny">A small model and picture, to see that it runs.</param>
internal sealed class WanOnDevice(string device, string providers, bool half, bool tiny)
{
    private const int Runs = 5;

    private readonly WanTransformerConfig _transformer = tiny
        ? WanAtFullSize.s_transformer with { NumAttentionHeads = 2, FfnDim = 512, TextDim = 64, NumLayers = 2 }
        : WanAtFullSize.s_transformer;

    private readonly WanVaeConfig _vae = tiny ? WanAtFullSize.s_vae with { BaseDim = 8, DecoderBaseDim = 8 } : WanAtFullSize.s_vae;

    private readonly TokenGrid _grid = tiny ? new TokenGrid(48, 3, 4, 6) : new TokenGrid(48, 31, 80, 44);

    /// <exception cref="Sora2.LocalServer.Requests.InvalidRequestException">There is no such device.</exception>
    public void Measure()
    {
        var processor = new ModelRuntime(new RuntimeOptions());
        var catalog = new DeviceCatalog(processor, providers);
        foreach (var problem in catalog.Problems)
        {
            Console.WriteLine(problem);
        }

        var chosen = catalog.Choose(device);
        var runtime = processor.On(chosen, half || chosen.IsGpu ? ElementType.Float16 : ElementType.Float32);
        Console.WriteLine($"{chosen.Name}: {chosen.Description}");
        var folder = Directory.CreateTempSubdirectory("wan").FullName;
        try
        {
            Block(folder, runtime);
            Chunk(folder, runtime);
            Pass(folder, runtime);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private void Block(string folder, ModelRuntime runtime)
    {
        var path = Path.Combine(folder, "block.safetensors");
        var graph = DenoiserGraphs.BuildBlock(_transformer, runtime.Computing);
        RandomPack.Write(path, graph.Weights);
        using var weights = WeightStore.Open(path);
        using var placed = new PlacedWeights(weights, runtime);
        using var block = placed.Open(graph, CancellationToken.None);
        var (cosines, sines) = _grid.Rotary(_transformer);
        using var x = runtime.Place(Noise(_grid.Tokens, _transformer.Width));
        using var modulation = runtime.Place(Tensor.Zeros(ElementType.Float32, 1, 6, _transformer.Width));
        using var levelOf = runtime.Place(Tensor.Of([0L], 1));
        using var cosine = runtime.Place(Tensor.Of(cosines, _grid.Tokens, _transformer.AttentionHeadDim / 2));
        using var sine = runtime.Place(Tensor.Of(sines, _grid.Tokens, _transformer.AttentionHeadDim / 2));
        using var told = runtime.Place(Tensor.Zeros(runtime.Computing, 512, _transformer.Width));
        Tensor[] inputs = [x, told, modulation, levelOf, cosine, sine, .. block.BroughtWeights.Select(placed.Get)];
        Say(runtime, "block", Fastest(() => block.RunOne(inputs, CancellationToken.None, onHost: false).Dispose()), $"{_grid.Tokens} tokens, 512 rows of text");
        File.Delete(path);
    }

    // All blocks as a shot runs them: the weights are copied to the device while the block before runs.
    private void Pass(string folder, ModelRuntime runtime)
    {
        var path = Path.Combine(folder, "denoiser.safetensors");
        var bytes = RandomPack.Write(path, DenoiserGraphs.BuildWhole(_transformer).Weights);
        using var weights = WeightStore.Open(path);
        using var denoiser = new Denoiser(_transformer, weights, runtime, CancellationToken.None);
        using var text = Tensor.Zeros(ElementType.Float32, 1, 512, _transformer.TextDim);
        var latent = new float[_grid.LatentLength];
        NoiseSource.Fill(2, 0, latent);
        Say(runtime, "pass", Fastest(() => denoiser.Run(_grid, latent, text, [500f], [0], CancellationToken.None).Dispose()),
            $"{_transformer.NumLayers} blocks of {bytes / 1e9:F2} GB; a step with guidance is two");
        File.Delete(path);
    }

    // The largest tile that a picture is decoded in, after the first frame.
    private void Chunk(string folder, ModelRuntime runtime)
    {
        var path = Path.Combine(folder, "vae.safetensors");
        RandomPack.Write(path, CodeGraph.Decoder(_vae, 1, 1, first: false).Graph.Weights);
        using var weights = WeightStore.Open(path);
        var side = tiny ? 4 : PictureCode.LongestTile;
        using var chunks = new ChunkRun(runtime, weights, first => CodeGraph.Decoder(_vae, side, side, first, runtime.Computing));
        using var code = Tensor.Zeros(ElementType.Float32, 1, _vae.ZDim, 1, side, side);
        NoiseSource.Fill(3, 0, code.Floats);
        chunks.Run(code, CancellationToken.None).Dispose();
        var (down, across) = (TileGrid.Over(_grid.Height, PictureCode.LongestTile, PictureCode.LongestTile / 4), TileGrid.Over(_grid.Width, PictureCode.LongestTile, PictureCode.LongestTile / 4));
        Say(runtime, "chunk", Fastest(() => chunks.Run(code, CancellationToken.None).Dispose()),
            $"4 frames of {side * 16}x{side * 16}; a shot has {down.Starts.Count * across.Starts.Count * _grid.Frames}");
        File.Delete(path);
    }

    private static Tensor Noise(int rows, int width)
    {
        var noise = new float[rows * width];
        NoiseSource.Fill(1, 0, noise);
        return Tensor.Of(noise, rows, width);
    }

    private static double Fastest(Action run)
    {
        // The first run chooses kernels and takes memory.
        run();
        var fastest = double.MaxValue;
        for (var i = 0; i < Runs; i++)
        {
            var started = Stopwatch.GetTimestamp();
            run();
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return fastest;
    }

    private static void Say(ModelRuntime runtime, string what, double seconds, FormattableString facts) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-6} {seconds,9:F4} s  {runtime.Name} {runtime.Computing}  {facts.ToString(CultureInfo.InvariantCulture)}"));
}
