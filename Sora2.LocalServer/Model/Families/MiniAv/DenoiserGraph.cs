using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Families.MiniAv;

/// <summary>
/// The denoiser: one packed sequence of rows, text | given stills | picture | sound, one run per stem, with full attention.
/// Estimates the velocity noise − data of the noisy rows.
/// </summary>
/// <remarks>
/// Modulation has one row per kind of row: projections of the noise level and of the text's mean row, shared by all blocks, an
/// offset per kind and one per block (after Chen et al. 2023, PixArt-alpha, arXiv:2310.00426). Most of a velocity is the row's own noise, which goes past
/// the blocks: each number of a row times a factor that hangs on the noise level alone (after Karras et al. 2022,
/// arXiv:2206.00364).
/// </remarks>
internal static class DenoiserGraph
{
    /// <summary>Shift, scale and gate of the attention, then of the feed-forward layer.</summary>
    private const int Modulations = 6;

    /// <summary>
    /// Inputs: text [batch, t, width], clean [batch, c, picture row], picture [batch, p, picture row], sound
    /// [batch, stems · s, sound row], kinds [rows] Int64 (<see cref="RowKind"/>), cosine and sine [rows, head / 2],
    /// levels [2, width] (embedding of noise level 0, then of this step's). Outputs: velocities of picture and sound.
    /// </summary>
    public static Graph Build(MiniAvConfig model)
    {
        var config = model.Denoiser;
        var graph = new Graph("denoiser");
        var text = graph.Input("text", ElementType.Float32, "batch", "text_rows", config.Width);
        var clean = graph.Input("clean", ElementType.Float32, "batch", "clean_rows", model.PictureRowWidth);
        var picture = graph.Input("picture", ElementType.Float32, "batch", "picture_rows", model.PictureRowWidth);
        var sound = graph.Input("sound", ElementType.Float32, "batch", "sound_rows", model.SoundRowWidth);
        var kinds = graph.Input("kinds", ElementType.Int64, "rows");
        var cosine = graph.Input("cosine", ElementType.Float32, "rows", config.Head / 2);
        var sine = graph.Input("sine", ElementType.Float32, "rows", config.Head / 2);
        var levels = graph.Input("levels", ElementType.Float32, 2, config.Width);

        var x = Shaping.Concat(
            axis: 1,
            Enter(text, "text_in", config.Width, config.Width),
            Enter(clean, "clean_in", model.PictureRowWidth, config.Width),
            Enter(picture, "picture_in", model.PictureRowWidth, config.Width),
            Enter(sound, "sound_in", model.SoundRowWidth, config.Width));
        x += graph.Weight("modality", config.Modalities, config.Width).Gather(kinds, axis: 0);

        var embedded = levels.Linear("time_in", config.Width, config.Width, bias: true).Silu();
        var modulation = Modulation(embedded, text, config);
        for (var i = 0; i < config.Blocks; i++)
        {
            x = Block(x, $"blocks.{i}", modulation, kinds, (cosine, sine), config);
        }

        var leave = graph.Weight("leave_modulation", config.Modalities, 2, config.Width);
        x = Modulate(x, Row(leave, 0).Gather(kinds, axis: 0), Row(leave, 1).Gather(kinds, axis: 0), config);
        var parts = graph.ApplyMany("Split", [x, RowCounts(text, clean, picture, sound)], 4, ("axis", 1));
        graph.Output(
            "picture_velocity",
            Leave(parts[2], picture, "picture_out", config.Width, model.PictureRowWidth)
                + (Skip(embedded, "picture_skip", config.Width, model.PictureRowWidth) * picture));
        graph.Output(
            "sound_velocity",
            Leave(parts[3], sound, "sound_out", config.Width, model.SoundRowWidth)
                + (Skip(embedded, "sound_skip", config.Width, model.SoundRowWidth) * sound));
        return graph;
    }

    private static Value Block(
        Value x, string name, Value modulation, Value kinds, (Value Cosine, Value Sine) rotary, DenoiserConfig config)
    {
        var table = modulation + x.Graph.Weight($"{name}.offset", Modulations, config.Width);
        var attended = Modulate(x, Of(0), Of(1), config).SelfAttention($"{name}.attention", config, rotary);
        x += attended * Of(2);
        var fed = Modulate(x, Of(3), Of(4), config).SwiGlu($"{name}.feed", config);
        return x + (fed * Of(5));

        Value Of(int index) => Row(table, index).Gather(kinds, axis: 1);
    }

    // The tables of all kinds of rows, [batch, kinds, 6, width]: text and stills have noise level 0.
    private static Value Modulation(Value embedded, Value text, DenoiserConfig config)
    {
        var graph = embedded.Graph;
        var projected = embedded
            .Linear("time_out", config.Width, Modulations * config.Width, bias: true)
            .Reshape(2, Modulations, config.Width);
        var told = text.Graph.Apply("ReduceMean", [text, graph.Integers(1)], ("keepdims", 0))
            .Linear("text_mean_in", config.Width, config.Width, bias: true)
            .Silu()
            .Linear("text_mean_out", config.Width, Modulations * config.Width, bias: true)
            .Reshape(-1, 1, Modulations, config.Width);
        var noisy = Enumerable.Range(0, config.Modalities).Select(kind => kind >= (int)RowKind.Picture ? 1L : 0L).ToArray();
        return told + projected.Gather(graph.Integers(noisy), axis: 0)
            + graph.Weight("modality_modulation", config.Modalities, Modulations, config.Width);
    }

    private static Value Modulate(Value x, Value shift, Value scale, DenoiserConfig config) =>
        (x.Normalise(config.Width) * (scale + 1f)) + shift;

    // The factors of noisy rows, [1, to]; row 1 of the levels is theirs.
    private static Value Skip(Value embedded, string name, int width, int to) =>
        embedded.Gather(embedded.Graph.Integers(1), axis: 0).Linear(name, width, to, bias: true);

    /// <summary>One of the modulations for every kind of row: […, kinds, n, width] → […, kinds, width].</summary>
    private static Value Row(Value table, int index) => table.Graph.Apply("Gather", [table, table.Graph.Integer(index)], ("axis", -2));

    private static Value Enter(Value rows, string name, int from, int width) =>
        Like(rows.Reshape(-1, from).Linear(name, from, width, bias: true), rows, width);

    private static Value Leave(Value rows, Value like, string name, int width, int to) =>
        Like(rows.Reshape(-1, width).Linear(name, width, to, bias: true), like, to);

    // Batch and rows of another value, with a width of its own.
    private static Value Like(Value flat, Value like, int width)
    {
        var graph = flat.Graph;
        var outer = graph.Apply("Shape", [like], ("end", 2));
        // There may be no stills: 0 is a size here, not "as before".
        return graph.Apply("Reshape", [flat, Shaping.Concat(0, outer, graph.Integers(width))], ("allowzero", 1));
    }

    private static Value RowCounts(params Value[] parts) =>
        Shaping.Concat(0, [.. parts.Select(part => part.Graph.Apply("Shape", [part], ("start", 1), ("end", 2)))]);
}
