using Sora2.LocalServer.Model.Families.Wan.Configuration;
using Sora2.LocalServer.Model.Families.Wan.Denoising;
using Sora2.LocalServer.Model.Families.Wan.Picture;
using Sora2.LocalServer.Model.Families.Wan.Text;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Weights;
using Sora2.LocalServer.Planning.Memory;

namespace Sora2.LocalServer.Model.Families.Wan;

/// <summary>How much memory the parts of a Wan model take, from above.</summary>
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

    // Tensors as large as the largest layer of the picture code that it holds at once, memories and what ONNX Runtime's arena rounds up to
    // included: 40 in a tile of 128 pixels, 36 in one of 320.
    private const int LayersAtOnce = 42;

    // The latent, what it is made of and what its solver remembers.
    private const int LatentsAtOnce = 12;

    // Frames that a window hands to the next one.
    private const int FramesHandedOn = 9;

    private readonly WanConfig _config;
    private readonly long _endBytes;
    private readonly long _layerBytes;
    private readonly long _textBytes;
    private readonly long _decoderBytes;
    private readonly long _encoderBytes;

    private WanMemory(WanConfig config, long endBytes, long layerBytes, long textBytes, long decoderBytes, long encoderBytes) =>
        (_config, _endBytes, _layerBytes, _textBytes, _decoderBytes, _encoderBytes) = (config, endBytes, layerBytes, textBytes, decoderBytes, encoderBytes);

    /// <param name="folder">Of the pack.</param>
    /// <exception cref="InvalidDataException">A configuration is not of this family.</exception>
    /// <exception cref="WeightFormatException">A weight file is missing or damaged.</exception>
    public static WanMemory Read(string folder) => Of(WanConfig.Read(folder), part => WanWeights.Open(Path.Combine(folder, part)));

    /// <param name="open">Opens the weights of "transformer", "text_encoder" or "vae"; they are closed again.</param>
    /// <exception cref="WeightFormatException">A weight is missing.</exception>
    public static WanMemory Of(WanConfig config, Func<string, WeightStore> open)
    {
        var side = 1 << (config.Vae.DimMult.Count - 1);
        return new WanMemory(
            config,
            Expanded("transformer", [.. DenoiserGraphs.BuildEntry(config.Transformer).Weights, .. DenoiserGraphs.BuildExit(config.Transformer).Weights], ""),
            Expanded("transformer", DenoiserGraphs.BuildBlock(config.Transformer).Weights, DenoiserGraphs.BlockPrefix(0)),
            StreamedWeights.Bytes(config.Text.NumLayers, Expanded("text_encoder", TextLayerGraph.Build(config.Text).Weights, "encoder.block.0."), 0),
            Expanded("vae", CodeGraph.Decoder(config.Vae, 1, 1, first: false).Graph.Weights, ""),
            Expanded("vae", CodeGraph.Encoder(config.Vae, side, side, first: false).Graph.Weights, ""));

        long Expanded(string part, IEnumerable<WeightUse> uses, string prefix)
        {
            using var weights = open(part);
            return weights.ExpandedBytes(uses, prefix);
        }
    }

    /// <inheritdoc cref="MemoryMeasure"/>
    public MemoryPlan Plan(MemoryNeed need, long limitBytes)
    {
        // Large tiles come first: the picture is then as it always is.
        var plan = Plan(need, limitBytes, PictureCode.LongestTile);
        return plan.PeakBytes <= limitBytes || !IsTiled(need, PictureCode.SmallTile) ? plan : Plan(need, limitBytes, PictureCode.SmallTile) with { SmallTiles = true };
    }

    // The parts run one after the other, beside the frames that are held.
    private MemoryPlan Plan(MemoryNeed need, long limitBytes, int tile)
    {
        var layers = _config.Transformer.NumLayers;
        var (held, denoising) = (Held(need), Denoising(need));
        var layerBytes = Math.Clamp(limitBytes - held - denoising, 0, layers * _layerBytes);
        var largest = Math.Max(
            Math.Max(_textBytes, denoising + StreamedWeights.Bytes(layers, _layerBytes, layerBytes)), Math.Max(Decoding(need, tile), Encoding(need)));
        return new MemoryPlan { PeakBytes = held + largest, LayerBytes = layerBytes };
    }

    private long Held(MemoryNeed need) =>
        ProcessBytes + need.BesideBytes + (FrameBytes(need) * (FramesHandedOn + (need.SourceFrames > 0 ? need.SourceFrames + need.Window.Frames : 0)));

    // All but the weights of the blocks.
    private long Denoising(MemoryNeed need)
    {
        var (transformer, vae) = (_config.Transformer, _config.Vae);
        var latents = 1L + ((need.Window.Frames - 1 + vae.Temporal - 1) / vae.Temporal);
        var area = need.Window.Height / vae.Spatial * (need.Window.Width / vae.Spatial);
        var rows = latents * (area / 4) * ((RowsAtOnce * transformer.Width) + (FeedRowsAtOnce * transformer.FfnDim)) * sizeof(float);
        return _endBytes + rows + (LatentsAtOnce * latents * area * vae.ZDim * sizeof(float));
    }

    // Tiles fade into each other over all frames of a window; what is one tile leaves frame by frame.
    private long Decoding(MemoryNeed need, int tile)
    {
        var vae = _config.Vae;
        var side = tile * vae.Spatial;
        var frames = IsTiled(need, tile) ? FrameBytes(need) * (need.Window.Frames + vae.Temporal) : 0;
        return _decoderBytes + frames + (LayersAtOnce * LayerBytes(Math.Min(need.Window.Height, side), Math.Min(need.Window.Width, side), vae.Temporal, vae.DecoderDim));
    }

    // Known frames and a source are encoded in one tile, a latent frame at a time, and a small picture always.
    private long Encoding(MemoryNeed need)
    {
        var (vae, side) = (_config.Vae, LatentColours.Places * _config.Vae.Spatial);
        var frames = Math.Min(Math.Max(need.SourceFrames, need.KnownFrames), vae.Temporal);
        return _encoderBytes + (LayersAtOnce * Math.Max(LayerBytes(side, side, 1, vae.BaseDim), LayerBytes(need.Window.Height, need.Window.Width, frames, vae.BaseDim)));
    }

    private long LayerBytes(int height, int width, int frames, int channels) =>
        (long)frames * (height / _config.Vae.PatchSize) * (width / _config.Vae.PatchSize) * channels * sizeof(float);

    private bool IsTiled(MemoryNeed need, int tile) => Math.Max(need.Window.Height, need.Window.Width) > tile * _config.Vae.Spatial;

    private static long FrameBytes(MemoryNeed need) => 3L * need.Window.PixelsPerFrame * sizeof(float);
}
