using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Families.MiniAv.Denoising;

/// <summary>
/// What the two denoisers are built from: a packed sequence of rows of several kinds, and blocks that shift, scale and gate each
/// row by its kind.
/// </summary>
/// <remarks>
/// Modulation has one row per kind: projections of the kind's noise level and of the text's mean row, shared by all blocks, an
/// offset per kind and one per block (after Chen et al. 2023, PixArt-alpha, arXiv:2310.00426).
/// </remarks>
internal static class ModulatedRows
{
    /// <summary>Shift, scale and gate of the attention, then of the feed-forward layer.</summary>
    private const int Modulations = 6;

    /// <summary>Attention and feed-forward of all rows.</summary>
    /// <param name="modulation">[batch, kinds, 6, width]</param>
    /// <param name="kinds">[rows]</param>
    public static Value ModulatedBlock(
        this Value x, string name, Value modulation, Value kinds, (Value Cosine, Value Sine) rotary, DenoiserConfig config)
    {
        var table = modulation + x.Graph.Weight($"{name}.offset", Modulations, config.Width);
        var attended = x.Modulate(Of(0), Of(1), config).SelfAttention($"{name}.attention", config, rotary);
        x += attended * Of(2);
        var fed = x.Modulate(Of(3), Of(4), config).SwiGlu($"{name}.feed", config);
        return x + (fed * Of(5));

        Value Of(int index) => table.Entry(index).Gather(kinds, axis: 1);
    }

    /// <summary>The tables of all kinds of rows, [batch, kinds, 6, width].</summary>
    /// <param name="embedded">Noise levels, [levels, width].</param>
    /// <param name="levelOf">The level of each kind.</param>
    public static Value Modulation(this Value embedded, Value text, long[] levelOf, int levels, DenoiserConfig config)
    {
        var graph = embedded.Graph;
        var projected = embedded
            .Linear("time_out", config.Width, Modulations * config.Width, bias: true)
            .Reshape(levels, Modulations, config.Width);
        var told = text.Graph.Apply("ReduceMean", [text, graph.Integers(1)], ("keepdims", 0))
            .Linear("text_mean_in", config.Width, config.Width, bias: true)
            .Silu()
            .Linear("text_mean_out", config.Width, Modulations * config.Width, bias: true)
            .Reshape(-1, 1, Modulations, config.Width);
        return told + projected.Gather(graph.Integers(levelOf), axis: 0)
            + graph.Weight("modality_modulation", levelOf.Length, Modulations, config.Width);
    }

    /// <summary>Normalised rows, scaled and shifted.</summary>
    public static Value Modulate(this Value x, Value shift, Value scale, DenoiserConfig config) =>
        (x.Normalise(config.Width) * (scale + 1f)) + shift;

    /// <summary>One of the numbered entries: […, n, width] → […, width].</summary>
    public static Value Entry(this Value table, int index) =>
        table.Graph.Apply("Gather", [table, table.Graph.Integer(index)], ("axis", -2));

    /// <summary>The factors by which a row's own noise goes past the blocks, [1, to], of its noise level.</summary>
    public static Value Skip(this Value embedded, long level, string name, int width, int to) =>
        embedded.Gather(embedded.Graph.Integers(level), axis: 0).Linear(name, width, to, bias: true);

    /// <summary>[batch, rows, from] → [batch, rows, to]; there may be no rows.</summary>
    public static Value Project(this Value rows, string name, int from, int to, bool bias = true)
    {
        var graph = rows.Graph;
        var flat = rows.Reshape(-1, from).Linear(name, from, to, bias);
        var outer = graph.Apply("Shape", [rows], ("end", 2));
        // 0 is a size here, not "as before".
        return graph.Apply("Reshape", [flat, Shaping.Concat(0, outer, graph.Integers(to))], ("allowzero", 1));
    }

    /// <summary>Cuts rows where the next of <paramref name="parts"/> begins.</summary>
    public static Value[] SplitLike(this Value x, params Value[] parts)
    {
        var counts = Shaping.Concat(0, [.. parts.Select(part => part.Graph.Apply("Shape", [part], ("start", 1), ("end", 2)))]);
        return x.Graph.ApplyMany("Split", [x, counts], parts.Length, ("axis", 1));
    }
}
