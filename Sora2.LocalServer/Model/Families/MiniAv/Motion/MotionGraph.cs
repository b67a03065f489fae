using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Sora2.LocalServer.Model.Families.MiniAv.Denoising;
using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Families.MiniAv.Motion;

/// <summary>The motion denoiser: text | given pictures | motion, a row of four frames a latent frame. Estimates noise − data.</summary>
internal static class MotionGraph
{
    /// <summary>Kinds of rows; the first two are those of <see cref="RowKind"/>.</summary>
    public const long MotionKind = 2;

    /// <summary>The rows of the first reference; the others follow.</summary>
    public const long FirstReference = 3;

    /// <summary>Rows of levels: of clean rows, and of motion.</summary>
    public const int Levels = 2;

    /// <summary>
    /// Inputs: text [batch, t, width], given [batch, c, picture row], motion [batch, m, motion row], kinds [rows] Int64, cosine
    /// and sine [rows, head / 2], levels [2, width]. Output: velocity of motion.
    /// </summary>
    public static Graph Build(MiniAvConfig model)
    {
        var config = model.Denoiser;
        var graph = new Graph("motion denoiser");
        var text = graph.Input("text", ElementType.Float32, "batch", "text_rows", config.Width);
        var given = graph.Input("given", ElementType.Float32, "batch", "given_rows", model.PictureRowWidth);
        var motion = graph.Input("motion", ElementType.Float32, "batch", "motion_rows", model.MotionRowWidth);
        var kinds = graph.Input("kinds", ElementType.Int64, "rows");
        var cosine = graph.Input("cosine", ElementType.Float32, "rows", config.Head / 2);
        var sine = graph.Input("sine", ElementType.Float32, "rows", config.Head / 2);
        var levels = graph.Input("levels", ElementType.Float32, Levels, config.Width);

        var x = Shaping.Concat(
            axis: 1,
            text.Project("text_in", config.Width, config.Width),
            given.Project("clean_in", model.PictureRowWidth, config.Width),
            motion.Project("motion_in", model.MotionRowWidth, config.Width));
        x += graph.Weight("modality", FirstReference + config.Cast, config.Width).Gather(kinds, axis: 0);

        var embedded = levels.Linear("time_in", config.Width, config.Width, bias: true).Silu();
        var modulation = embedded.Modulation(text, [0, 0, 1, .. Enumerable.Repeat(0L, config.Cast)], Levels, config);
        for (var i = 0; i < config.MotionBlocks; i++)
        {
            x = x.ModulatedBlock($"blocks.{i}", modulation, kinds, (cosine, sine), config);
        }

        var leave = graph.Weight("leave_modulation", 2, config.Width);
        var rows = x.SplitLike(text, given, motion)[2].Modulate(leave.Entry(0), leave.Entry(1), config);
        graph.Output(
            "velocity",
            rows.Project("motion_out", config.Width, model.MotionRowWidth)
                + (embedded.Skip(1, "motion_skip", config.Width, model.MotionRowWidth) * motion));
        return graph;
    }
}
