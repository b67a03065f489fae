using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Families.Wan.Configuration;
using Sora2.LocalServer.Model.Families.Wan.Denoising;
using Sora2.LocalServer.Model.Families.Wan.Picture;
using Sora2.LocalServer.Model.Families.Wan.Text;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Weights;

namespace Sora2.LocalServer.Model.Families.Wan;

/// <summary>How much memory the parts of a Wan model take, from above; its denoiser runs block by block.</summary>
/// <remarks>
/// Weights count where they are expanded to F32; what lies in the files as F32 is mapped and taken from the cache of the system. Numbers
/// of computing were measured, see benchmarks.
/// </remarks>
internal sealed class WanMemory
{
    // The process and ONNX Runtime.
    private const long ProcessBytes = 400L << 20;

    // Tensors as wide as a token that a block holds at once, beside those of its feed-forward layer.
    private const int RowsAtOnce = 10;
    private const int FeedRowsAtOnce = 2;

    // Tensors as large as the largest layer of the decoder that it holds at once, memories included.
    private const int LayersAtOnce = 14;

    private readonly WanConfig _config;
    private readonly long _streamedBytes;
    private readonly long _textBytes;
    private readonly long _pictureBytes;

    private WanMemory(WanConfig config, long streamedBytes, long textBytes, long pictureBytes) =>
        (_config, _streamedBytes, _textBytes, _pictureBytes) = (config, streamedBytes, textBytes, pictureBytes);

    /// <param name="folder">Of the pack.</param>
    /// <exception cref="InvalidDataException">A configuration is not of this family.</exception>
    /// <exception cref="WeightFormatException">A weight file is missing or damaged.</exception>
    public static WanMemory Read(string folder)
    {
        var config = WanConfig.Read(folder);
        var block = DenoiserGraphs.BuildBlock(config.Transformer).Weights;
        var ends = Expanded("transformer", [.. DenoiserGraphs.BuildEntry(config.Transformer).Weights, .. DenoiserGraphs.BuildExit(config.Transformer).Weights], "");
        return new WanMemory(
            config,
            ends + (2 * Expanded("transformer", block, DenoiserGraphs.BlockPrefix(0))),
            2 * Expanded("text_encoder", TextLayerGraph.Build(config.Text).Weights, "encoder.block.0."),
            Expanded("vae", CodeGraph.Decoder(config.Vae, 1, 1, first: false).Graph.Weights, ""));

        long Expanded(string part, IEnumerable<WeightUse> uses, string prefix)
        {
            using var weights = WanWeights.Open(Path.Combine(folder, part));
            return uses.Where(use => weights.IsExpanded(prefix + use.Name)).Sum(static use => sizeof(float) * use.Shape.Aggregate(1L, (all, size) => all * size));
        }
    }

    /// <summary>The most that a window takes: the parts run one after the other.</summary>
    public long PeakBytes(VideoShape window)
    {
        var (transformer, vae) = (_config.Transformer, _config.Vae);
        var latents = 1L + ((window.Frames - 1 + vae.Temporal - 1) / vae.Temporal);
        var tokens = latents * (window.Height / vae.Spatial / 2) * (window.Width / vae.Spatial / 2);
        var rows = tokens * ((RowsAtOnce * transformer.Width) + (FeedRowsAtOnce * transformer.FfnDim)) * sizeof(float);
        var side = (long)PictureCode.LongestTile * vae.Spatial;
        var (high, wide) = (Math.Min(window.Height, side) / vae.PatchSize, Math.Min(window.Width, side) / vae.PatchSize);
        var layer = vae.Temporal * high * wide * vae.DecoderDim * sizeof(float);
        var frames = 3L * window.PixelsPerFrame * window.Frames * sizeof(float);
        return ProcessBytes + frames + Math.Max(_textBytes, Math.Max(_streamedBytes + rows, _pictureBytes + (LayersAtOnce * layer)));
    }
}
