using Sora2.LocalServer.Model.Families.Wan.Configuration;
using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Families.Wan.Denoising;

/// <summary>
/// Wan's denoiser as graphs: what comes before its blocks, one block, what comes after, and all of it as one. Estimates the velocity
/// noise − data of a latent at one noise level, or at one a token.
/// </summary>
/// <remarks>
/// Wan team 2025, arXiv:2503.20314; weights as diffusers names them. "levels" are the few noise levels that are there at once; "level_of"
/// says which one each token has, or is one number for all. What computes in half does so in layers and attention alone: the rows between
/// blocks, noise levels, norms and the turning by places stay F32, as in the reference.
/// </remarks>
internal static class DenoiserGraphs
{
    private const int Shifts = 6;                 // shift, scale and gate, before attention and before the feed-forward layer

    /// <summary>
    /// Inputs: tokens [tokens, channels · 2 · 2], text [text rows, text width], sinusoids [levels, frequencies].
    /// Outputs: x [tokens, width], told [text rows, width] as the blocks compute, embedded [levels, width], modulation [levels, 6, width].
    /// </summary>
    /// <param name="computing">Of layers and attention: F32 or F16.</param>
    public static Graph BuildEntry(WanTransformerConfig config, ElementType computing = ElementType.Float32)
    {
        var graph = new Graph("denoiser's entry", Graph.DeviceOperators);
        var entry = Entry(graph, Tokens(graph, config), config, computing);
        graph.Output("x", entry.X);
        graph.Output("told", entry.Told);
        graph.Output("embedded", entry.Embedded);
        graph.Output("modulation", entry.Modulation);
        return graph;
    }

    /// <summary>
    /// Inputs: x [tokens, width], told [text rows, width], modulation [levels, 6, width], level_of [tokens or 1] Int64, cosine and sine
    /// [tokens, head / 2]. Output: y [tokens, width]. Its weights are named without the block's number.
    /// </summary>
    /// <param name="computing">Of layers and attention, and of told: F32 or F16.</param>
    public static Graph BuildBlock(WanTransformerConfig config, ElementType computing = ElementType.Float32)
    {
        var graph = new Graph("denoiser's block", Graph.DeviceOperators);
        var x = graph.Input("x", ElementType.Float32, "tokens", config.Width);
        var told = graph.Input("told", computing, "text_rows", config.Width);
        var modulation = graph.Input("modulation", ElementType.Float32, "levels", Shifts, config.Width);
        var (levelOf, rotary) = Places(graph, config);
        graph.Output("y", Block(x, "", told, modulation, levelOf, rotary, config));
        return graph;
    }

    /// <summary>Inputs: x [tokens, width], embedded [levels, width], level_of [tokens or 1] Int64. Output: velocity [tokens, 2 · 2 · channels].</summary>
    public static Graph BuildExit(WanTransformerConfig config)
    {
        var graph = new Graph("denoiser's exit", Graph.DeviceOperators);
        var x = graph.Input("x", ElementType.Float32, "tokens", config.Width);
        var embedded = graph.Input("embedded", ElementType.Float32, "levels", config.Width);
        var levelOf = graph.Input("level_of", ElementType.Int64, "level_rows");
        graph.Output("velocity", Exit(x, embedded, levelOf, config));
        return graph;
    }

    /// <summary>
    /// Inputs: tokens, text and sinusoids as of the entry, level_of, cosine and sine as of a block. Output: velocity.
    /// </summary>
    /// <param name="computing">Of layers and attention: F32 or F16.</param>
    public static Graph BuildWhole(WanTransformerConfig config, ElementType computing = ElementType.Float32)
    {
        var graph = new Graph("denoiser", Graph.DeviceOperators);
        var given = Tokens(graph, config);
        var (levelOf, rotary) = Places(graph, config);
        var entry = Entry(graph, given, config, computing);
        var x = entry.X;
        for (var block = 0; block < config.NumLayers; block++)
        {
            x = Block(x, BlockPrefix(block), entry.Told, entry.Modulation, levelOf, rotary, config);
        }

        graph.Output("velocity", Exit(x, entry.Embedded, levelOf, config));
        return graph;
    }

    /// <summary>What stands before the names of a block's weights.</summary>
    public static string BlockPrefix(int block) => $"blocks.{block}.";

    private static (Value Tokens, Value Text, Value Sinusoids) Tokens(Graph graph, WanTransformerConfig config) => (
        graph.Input("tokens", ElementType.Float32, "tokens", config.TokenWidth),
        graph.Input("text", ElementType.Float32, "text_rows", config.TextDim),
        graph.Input("sinusoids", ElementType.Float32, "levels", config.FreqDim));

    private static (Value LevelOf, (Value Cosine, Value Sine) Rotary) Places(Graph graph, WanTransformerConfig config) => (
        graph.Input("level_of", ElementType.Int64, "level_rows"),
        (graph.Input("cosine", ElementType.Float32, "tokens", config.AttentionHeadDim / 2),
            graph.Input("sine", ElementType.Float32, "tokens", config.AttentionHeadDim / 2)));

    private static (Value X, Value Told, Value Embedded, Value Modulation) Entry(
        Graph graph, (Value Tokens, Value Text, Value Sinusoids) given, WanTransformerConfig config, ElementType computing)
    {
        // A convolution whose stride is its kernel is a layer over each token.
        var patch = graph.Weight("patch_embedding.weight", config.Width, config.InChannels, 1, 2, 2).Reshape(config.Width, config.TokenWidth);
        var x = graph.Apply("Gemm", [given.Tokens, patch, graph.Weight("patch_embedding.bias", config.Width)], ("transB", 1));
        const string Text = "condition_embedder.text_embedder";
        var told = given.Text.As(computing).Linear($"{Text}.linear_1", config.TextDim, config.Width, bias: true).Gelu(tanh: true)
            .Linear($"{Text}.linear_2", config.Width, config.Width, bias: true);
        const string Time = "condition_embedder.time_embedder";
        var embedded = given.Sinusoids.Linear($"{Time}.linear_1", config.FreqDim, config.Width, bias: true).Silu()
            .Linear($"{Time}.linear_2", config.Width, config.Width, bias: true);
        var modulation = embedded.Silu().Linear("condition_embedder.time_proj", config.Width, Shifts * config.Width, bias: true);
        return (x, told, embedded, modulation.Reshape(-1, Shifts, config.Width));
    }

    private static Value Block(
        Value x, string prefix, Value told, Value modulation, Value levelOf, (Value Cosine, Value Sine) rotary, WanTransformerConfig config)
    {
        var graph = x.Graph;
        var table = modulation + graph.Weight($"{prefix}scale_shift_table", 1, Shifts, config.Width);
        var attended = Attend(Modulate(x, Part(1), Part(0)), null, $"{prefix}attn1", rotary, config);
        x += attended.As(x.Type) * Part(2);
        var asked = x.LayerNorm(graph.Weight($"{prefix}norm2.weight", config.Width), graph.Weight($"{prefix}norm2.bias", config.Width), config.Eps);
        x += Attend(asked.As(told.Type), told, $"{prefix}attn2", null, config).As(x.Type);
        var fed = Modulate(x, Part(4), Part(3)).Linear($"{prefix}ffn.net.0.proj", config.Width, config.FfnDim, bias: true).Gelu(tanh: true)
            .Linear($"{prefix}ffn.net.2", config.FfnDim, config.Width, bias: true);
        return x + (fed.As(x.Type) * Part(5));

        // Of every token, or one for all.
        Value Part(int index) => table.Gather(graph.Integer(index), axis: 1).Gather(levelOf, axis: 0);

        // "told" has the type that the layers compute in.
        Value Modulate(Value rows, Value scale, Value shift) => ((Normalise(rows, config) * (scale + 1f)) + shift).As(told.Type);
    }

    private static Value Exit(Value x, Value embedded, Value levelOf, WanTransformerConfig config)
    {
        var table = embedded.Reshape(-1, 1, config.Width) + x.Graph.Weight("scale_shift_table", 1, 2, config.Width);
        var rows = (Normalise(x, config) * (Part(1) + 1f)) + Part(0);
        return rows.Linear("proj_out", config.Width, config.TokenWidth, bias: true);

        Value Part(int index) => table.Gather(x.Graph.Integer(index), axis: 1).Gather(levelOf, axis: 0);
    }

    // Rows with each other where there is no other to attend to. Queries and keys are normalised over all heads together.
    private static Value Attend(Value rows, Value? others, string name, (Value Cosine, Value Sine)? rotary, WanTransformerConfig config)
    {
        var query = Projected(rows, "to_q", "norm_q");
        var key = Projected(others ?? rows, "to_k", "norm_k");
        var value = (others ?? rows).Linear($"{name}.to_v", config.Width, config.Width, bias: true).Reshape(1, -1, config.Width);
        if (rotary is var (cosine, sine))
        {
            query = query.Rotary(cosine, sine, config.NumAttentionHeads, interleaved: true);
            key = key.Rotary(cosine, sine, config.NumAttentionHeads, interleaved: true);
        }

        var attended = query.As(value.Type).AttendTo(key.As(value.Type), value, config.NumAttentionHeads, 1f / MathF.Sqrt(config.AttentionHeadDim));
        return attended.Reshape(-1, config.Width).Linear($"{name}.to_out.0", config.Width, config.Width, bias: true);

        Value Projected(Value from, string layer, string norm) => from.Linear($"{name}.{layer}", config.Width, config.Width, bias: true).As(ElementType.Float32)
            .RmsNorm(from.Graph.Weight($"{name}.{norm}.weight", config.Width), config.Eps).Reshape(1, -1, config.Width);
    }

    private static Value Normalise(Value x, WanTransformerConfig config)
    {
        var ones = new float[config.Width];
        Array.Fill(ones, 1f);
        return x.LayerNorm(x.Graph.Constant(ones, config.Width), x.Graph.Constant(new float[config.Width], config.Width), config.Eps);
    }
}
