using Sora2.LocalServer.Model.Families.Wan.Configuration;
using Sora2.LocalServer.Model.Families.Wan.Denoising;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;
using Sora2.LocalServer.Model.Weights;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Families.Wan;

/// <summary>The denoiser gives the same to the bit, whatever memory its blocks have.</summary>
public sealed class DenoiserBudgetTests : IDisposable
{
    private const int Blocks = 7;

    private readonly WanFolder _folder = new();

    public DenoiserBudgetTests() => _folder.Deepen(Blocks);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 1)]
    [InlineData(5, 3)]
    [InlineData(6, 4)]
    [InlineData(7, 7)]
    [InlineData(1000, 7)]
    public void Run_FromHalves_GivesTheSameWithAnyBudget(int layersOfMemory, int kept)
    {
        _folder.Halve("transformer", "diffusion_pytorch_model");
        using var weights = Open();
        var config = WanConfig.Read(_folder.Folder).Transformer;
        var uses = DenoiserGraphs.BuildBlock(config).Weights;
        var layer = weights.ExpandedBytes(uses, DenoiserGraphs.BlockPrefix(0));
        using var placed = new PlacedWeights(weights, TinyPack.Runtime);
        using var stream = new StreamedWeights(placed, [.. uses], DenoiserGraphs.BlockPrefix, Blocks, layersOfMemory * layer);

        Assert.Equal(kept, stream.KeptLayers);
        Assert.Equal(Math.Min(Blocks, kept + 2) * layer, StreamedWeights.Bytes(Blocks, layer, layersOfMemory * layer));
        Assert.Equal(Velocities(weights, 0), Velocities(weights, layersOfMemory * layer));
    }

    [Fact]
    public void Run_FromF32_NeedsNoBudget()
    {
        using var weights = Open();
        var uses = DenoiserGraphs.BuildBlock(WanConfig.Read(_folder.Folder).Transformer).Weights;
        using var placed = new PlacedWeights(weights, TinyPack.Runtime);
        using var stream = new StreamedWeights(placed, [.. uses], DenoiserGraphs.BlockPrefix, Blocks);

        Assert.Equal(0, weights.ExpandedBytes(uses, DenoiserGraphs.BlockPrefix(0)));
        Assert.Equal(Blocks, stream.KeptLayers);
        Assert.Equal(Velocities(weights, 0), Velocities(weights, 1L << 40));
    }

    [Fact]
    public void ForEach_BringsEachLayersOwnWeightsAgainAndAgain()
    {
        _folder.Halve("transformer", "diffusion_pytorch_model");
        using var weights = Open();
        WeightUse[] uses = [.. DenoiserGraphs.BuildBlock(WanConfig.Read(_folder.Folder).Transformer).Weights];
        var layer = weights.ExpandedBytes(uses, DenoiserGraphs.BlockPrefix(0));
        using var placed = new PlacedWeights(weights, TinyPack.Runtime);
        using var stream = new StreamedWeights(placed, uses, DenoiserGraphs.BlockPrefix, Blocks, 4 * layer);
        var first = new List<float>();
        var second = new List<float>();

        stream.ForEach((_, own) => first.AddRange(own[0].Floats), Cancellation);
        stream.ForEach((_, own) => second.AddRange(own[0].Floats), Cancellation);

        float[] expected = [.. Enumerable.Range(0, Blocks).SelectMany(block => weights.Get(uses[0] with { Name = DenoiserGraphs.BlockPrefix(block) + uses[0].Name }).Floats.ToArray())];
        Assert.Equal(expected, first);
        Assert.Equal(expected, second);
    }

    [Fact]
    public void ForEach_GoesOnAfterARunThatFailed()
    {
        _folder.Halve("transformer", "diffusion_pytorch_model");
        using var weights = Open();
        WeightUse[] uses = [.. DenoiserGraphs.BuildBlock(WanConfig.Read(_folder.Folder).Transformer).Weights];
        using var placed = new PlacedWeights(weights, TinyPack.Runtime);
        using var stream = new StreamedWeights(placed, uses, DenoiserGraphs.BlockPrefix, Blocks);
        var layers = new List<int>();

        Assert.Throws<InvalidOperationException>(() => stream.ForEach((layer, _) => throw new InvalidOperationException($"{layer}"), Cancellation));
        stream.ForEach((layer, _) => layers.Add(layer), Cancellation);

        Assert.Equal(Enumerable.Range(0, Blocks), layers);
    }

    public void Dispose() => _folder.Dispose();

    private WeightStore Open() => WeightStore.Open(_folder.PathOf("transformer/diffusion_pytorch_model.safetensors"));

    // Of two passes, as guidance makes them.
    private float[] Velocities(WeightStore weights, long layerBytes)
    {
        var config = WanConfig.Read(_folder.Folder).Transformer;
        using var denoiser = new Denoiser(config, weights, TinyPack.Runtime, Cancellation, layerBytes);
        var grid = new TokenGrid(8, 3, 4, 6);
        var tokens = new float[grid.LatentLength];
        Sora2.LocalServer.Model.NoiseSource.Fill(5, 0, tokens);
        using var text = Tensor.Of(tokens.AsSpan(0, 32 * config.TextDim / 2), 1, 16, config.TextDim);
        using var first = denoiser.Run(grid, tokens, text, [731f], [0], Cancellation);
        using var second = denoiser.Run(grid, first.Floats, text, [400f], [0], Cancellation);
        Assert.DoesNotContain(second.Floats.ToArray(), static value => !float.IsFinite(value));
        return [.. first.Floats, .. second.Floats];
    }
}
