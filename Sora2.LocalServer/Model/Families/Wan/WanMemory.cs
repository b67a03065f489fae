using Sora2.LocalServer.Model.Families.Wan.Configuration;
using Sora2.LocalServer.Model.Families.Wan.Denoising;
using Sora2.LocalServer.Model.Weights;

namespace Sora2.LocalServer.Model.Families.Wan;

/// <summary>How much memory the parts of a Wan model take, and so whether its denoiser runs whole or block by block.</summary>
internal static class WanMemory
{
    /// <summary>Of the memory that is there, for the denoiser's weights; the rest is for what it computes and for others.</summary>
    private const double ShareForWeights = 0.5;

    /// <summary>Whether the denoiser's weights, expanded to F32 where they are stored in half, are too much for the memory that is there.</summary>
    public static bool MustStream(string folder, long availableBytes) => WholeBytes(folder) > ShareForWeights * availableBytes;

    /// <summary>Bytes outside the files that the whole denoiser's weights take.</summary>
    /// <exception cref="WeightFormatException">A file is missing or damaged.</exception>
    public static long WholeBytes(string folder)
    {
        var config = WanJson.Read<WanTransformerConfig>(Path.Combine(folder, "transformer", "config.json"));
        using var weights = WanWeights.Open(Path.Combine(folder, "transformer"));
        return DenoiserGraphs.BuildWhole(config).Weights.Where(use => weights.IsExpanded(use.Name)).Sum(BytesOf);
    }

    /// <summary>The same when it runs block by block.</summary>
    public static long StreamedBytes(WanTransformerConfig config) => StreamedWeights.ExpandedBytes(DenoiserGraphs.BuildBlock(config).Weights);

    private static long BytesOf(Graphs.WeightUse use) => sizeof(float) * use.Shape.Aggregate(1L, (all, size) => all * size);
}
