using Sora2.LocalServer.Model.Families.Wan.Configuration;
using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Families.Wan.Picture;

/// <summary>A graph of the picture code for one size and chunk, with the shapes of what it remembers from chunk to chunk.</summary>
/// <param name="Memories">Inputs after the first one, and outputs after the first one.</param>
/// <remarks>
/// Wan team 2025, arXiv:2503.20314, in the residual form of Wan 2.2. Chunks: the first frame alone, then as many frames as a latent frame has.
/// </remarks>
internal sealed record CodeGraph(Graph Graph, IReadOnlyList<long[]> Memories)
{
    /// <summary>Input: latent [1, channels, 1, height, width] as the code has it. Output: picture [1, 3 · patch², frames, …], -1..1 and a little beyond.</summary>
    /// <param name="height">Of the latent.</param>
    /// <param name="width">Of the latent.</param>
    /// <param name="computing">F32 or F16; input and output are F32 in either.</param>
    public static CodeGraph Decoder(WanVaeConfig config, int height, int width, bool first, ElementType computing = ElementType.Float32)
    {
        var graph = new Graph(first ? "picture decoder, first frame" : "picture decoder", Graph.DeviceOperators);
        var layers = new CodeLayers(graph, first, computing);
        var stages = config.DimMult.Count;
        int[] widths = [.. config.DimMult.Reverse().Select(factor => factor * config.DecoderDim)];
        var size = new Picture(1, height, width);
        var x = graph.Input("latent", ElementType.Float32, 1, config.ZDim, 1, height, width).As(computing).Conv("post_quant_conv", config.ZDim, config.ZDim, [1, 1, 1]);
        x = layers.Causal(x, "decoder.conv_in", size, config.ZDim, widths[0]);
        x = layers.Middle(x, "decoder.mid_block", size, widths[0]);
        var channels = widths[0];
        for (var stage = 0; stage < stages; stage++)
        {
            var name = $"decoder.up_blocks.{stage}";
            var (before, inputs, entered) = (x, channels, size);
            for (var block = 0; block <= config.NumResBlocks; block++)
            {
                x = layers.Residual(x, $"{name}.resnets.{block}", size, channels, widths[stage]);
                channels = widths[stage];
            }

            if (stage == stages - 1)
            {
                break;
            }

            // As the encoder halves, from the outermost stage backwards.
            var frames = config.TemperalDownsample[stages - 2 - stage];
            x = layers.Double(x, $"{name}.upsampler", size, channels, frames);
            x += layers.Spread(before, entered, inputs, channels, frames ? 2 : 1, 2);
            size = new Picture(frames && !first ? 2 * size.Frames : size.Frames, 2 * size.Height, 2 * size.Width);
        }

        x = layers.Normalise(x, "decoder.norm_out", channels).Silu();
        graph.Output("picture", layers.Causal(x, "decoder.conv_out", size, channels, config.OutChannels).As(ElementType.Float32));
        layers.OutputMemories();
        return new CodeGraph(graph, [.. layers.Memories.Select(memory => memory.Shape)]);
    }

    /// <summary>Input: picture [1, 3 · patch², frames, height, width], -1..1. Output: latent [1, channels, 1, …], the mode of the code.</summary>
    /// <param name="height">Of the picture in patches.</param>
    /// <param name="width">Of the picture in patches.</param>
    /// <param name="computing">F32 or F16; input and output are F32 in either.</param>
    public static CodeGraph Encoder(WanVaeConfig config, int height, int width, bool first, ElementType computing = ElementType.Float32)
    {
        var graph = new Graph(first ? "picture encoder, first frame" : "picture encoder", Graph.DeviceOperators);
        var layers = new CodeLayers(graph, first, computing);
        var stages = config.DimMult.Count;
        int[] widths = [.. config.DimMult.Select(factor => factor * config.BaseDim)];
        var size = new Picture(first ? 1 : config.Temporal, height, width);
        var x = graph.Input("picture", ElementType.Float32, 1, config.InChannels, size.Frames, height, width).As(computing);
        x = layers.Causal(x, "encoder.conv_in", size, config.InChannels, config.BaseDim);
        var channels = config.BaseDim;
        for (var stage = 0; stage < stages; stage++)
        {
            var name = $"encoder.down_blocks.{stage}";
            var (before, inputs, entered) = (x, channels, size);
            for (var block = 0; block < config.NumResBlocks; block++)
            {
                x = layers.Residual(x, $"{name}.resnets.{block}", size, channels, widths[stage]);
                channels = widths[stage];
            }

            var (frames, places) = (1, 1);
            if (stage < stages - 1)
            {
                (frames, places) = (config.TemperalDownsample[stage] ? 2 : 1, 2);
                x = layers.Halve(x, $"{name}.downsampler", size, channels, frames == 2);
                size = new Picture(first ? 1 : size.Frames / frames, size.Height / 2, size.Width / 2);
            }

            x += layers.Average(before, entered, inputs, channels, frames, places);
        }

        x = layers.Middle(x, "encoder.mid_block", size, channels);
        x = layers.Normalise(x, "encoder.norm_out", channels).Silu();
        x = layers.Causal(x, "encoder.conv_out", size, channels, 2 * config.ZDim);
        // Mean and spread; the mean is what is kept.
        graph.Output("latent", x.Conv("quant_conv", 2 * config.ZDim, 2 * config.ZDim, [1, 1, 1]).Slice(1, 0, config.ZDim).As(ElementType.Float32));
        layers.OutputMemories();
        return new CodeGraph(graph, [.. layers.Memories.Select(memory => memory.Shape)]);
    }
}
