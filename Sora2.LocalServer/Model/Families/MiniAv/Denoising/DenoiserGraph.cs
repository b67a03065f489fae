using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Families.MiniAv.Denoising;

/// <summary>
/// The denoiser: one packed sequence of rows, text | given stills | picture | sound, one run per stem, with full attention.
/// Estimates the velocity noise − data of the noisy rows.
/// </summary>
/// <remarks>
/// Picture and sound have a noise level each: a sound can wait for the picture that tells when it is due. Most of a velocity is
/// the row's own noise, which goes past the blocks: each number of a row times a factor that hangs on the noise level alone
/// (after Karras et al. 2022, arXiv:2206.00364). Rows are told what moves and what is struck, see <see cref="Motion.MotionFeatures"/>.
/// </remarks>
internal static class DenoiserGraph
{
    /// <summary>
    /// Inputs: text [batch, t, width], clean [batch, c, picture row], picture [batch, p, picture row], sound
    /// [batch, stems · s, sound row], picture_motion [batch, p, …], sound_motion [batch, stems · s, …], kinds [rows] Int64
    /// (<see cref="RowKind"/>), cosine and sine [rows, head / 2], levels [3, width] (<see cref="Embeddings.Levels"/>).
    /// Outputs: velocities of picture and sound.
    /// </summary>
    public static Graph Build(MiniAvConfig model)
    {
        var config = model.Denoiser;
        var graph = new Graph("denoiser");
        var text = graph.Input("text", ElementType.Float32, "batch", "text_rows", config.Width);
        var clean = graph.Input("clean", ElementType.Float32, "batch", "clean_rows", model.PictureRowWidth);
        var picture = graph.Input("picture", ElementType.Float32, "batch", "picture_rows", model.PictureRowWidth);
        var sound = graph.Input("sound", ElementType.Float32, "batch", "sound_rows", model.SoundRowWidth);
        var pictureMotion = graph.Input("picture_motion", ElementType.Float32, "batch", "picture_rows", config.PictureMotion);
        var soundMotion = graph.Input("sound_motion", ElementType.Float32, "batch", "sound_rows", config.SoundMotion);
        var kinds = graph.Input("kinds", ElementType.Int64, "rows");
        var cosine = graph.Input("cosine", ElementType.Float32, "rows", config.Head / 2);
        var sine = graph.Input("sine", ElementType.Float32, "rows", config.Head / 2);
        var levels = graph.Input("levels", ElementType.Float32, Embeddings.NoiseLevels, config.Width);

        var x = Shaping.Concat(
            axis: 1,
            text.Project("text_in", config.Width, config.Width),
            clean.Project("clean_in", model.PictureRowWidth, config.Width),
            picture.Project("picture_in", model.PictureRowWidth, config.Width)
                + pictureMotion.Project("picture_motion_in", config.PictureMotion, config.Width, bias: false),
            sound.Project("sound_in", model.SoundRowWidth, config.Width)
                + soundMotion.Project("sound_motion_in", config.SoundMotion, config.Width, bias: false));
        x += graph.Weight("modality", config.Modalities, config.Width).Gather(kinds, axis: 0);

        var embedded = levels.Linear("time_in", config.Width, config.Width, bias: true).Silu();
        var levelOf = Enumerable.Range(0, config.Modalities).Select(kind => Level((RowKind)kind)).ToArray();
        var modulation = embedded.Modulation(text, levelOf, Embeddings.NoiseLevels, config);
        for (var i = 0; i < config.Blocks; i++)
        {
            x = x.ModulatedBlock($"blocks.{i}", modulation, kinds, (cosine, sine), config);
        }

        var leave = graph.Weight("leave_modulation", config.Modalities, 2, config.Width);
        x = x.Modulate(leave.Entry(0).Gather(kinds, axis: 0), leave.Entry(1).Gather(kinds, axis: 0), config);
        var parts = x.SplitLike(text, clean, picture, sound);
        graph.Output(
            "picture_velocity",
            parts[2].Project("picture_out", config.Width, model.PictureRowWidth)
                + (embedded.Skip(Level(RowKind.Picture), "picture_skip", config.Width, model.PictureRowWidth) * picture));
        graph.Output(
            "sound_velocity",
            parts[3].Project("sound_out", config.Width, model.SoundRowWidth)
                + (embedded.Skip(Level(RowKind.FirstStem), "sound_skip", config.Width, model.SoundRowWidth) * sound));
        return graph;
    }

    // Which of the levels a kind of row is at: text and stills are clean.
    private static long Level(RowKind kind) => kind < RowKind.Picture ? 0 : kind == RowKind.Picture ? 1 : 2;
}
