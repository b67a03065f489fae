using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Families.MiniAv.Denoising;

/// <summary>
/// The denoiser: one packed sequence of rows, text | given pictures | given sound | picture | sound, one run per stem, with full
/// attention.
/// Estimates the velocity noise − data of the noisy rows.
/// </summary>
/// <remarks>
/// Picture and sound have a noise level each: a sound can wait for the picture that tells when it is due. Most of a velocity is
/// the row's own noise, which goes past the blocks: each number of a row times a factor that hangs on the noise level alone
/// (after Karras et al. 2022, arXiv:2206.00364). Rows are told what moves and what is struck, see <see cref="Motion.MotionFeatures"/>;
/// picture rows also the row of the source, where a shot is edited.
/// </remarks>
internal static class DenoiserGraph
{
    private const long PictureLevel = 1;
    private const long SoundLevel = 2;

    /// <summary>
    /// Inputs: text [batch, t, width], given_picture [batch, c, picture row], given_sound [batch, g, sound row], picture
    /// [batch, p, picture row], sound [batch, stems · s, sound row], source [batch, p, picture row + 1], picture_motion [batch, p, …],
    /// sound_motion [batch, stems · s, …], kinds [rows] Int64 (<see cref="RowKind"/>), cosine and sine [rows, head / 2],
    /// levels [3, width] (<see cref="Embeddings.Levels"/>).
    /// Outputs: velocities of picture and sound.
    /// </summary>
    public static Graph Build(MiniAvConfig model)
    {
        var config = model.Denoiser;
        var graph = new Graph("denoiser");
        var text = graph.Input("text", ElementType.Float32, "batch", "text_rows", config.Width);
        var givenPicture = graph.Input("given_picture", ElementType.Float32, "batch", "given_picture_rows", model.PictureRowWidth);
        var givenSound = graph.Input("given_sound", ElementType.Float32, "batch", "given_sound_rows", model.SoundRowWidth);
        var picture = graph.Input("picture", ElementType.Float32, "batch", "picture_rows", model.PictureRowWidth);
        var sound = graph.Input("sound", ElementType.Float32, "batch", "sound_rows", model.SoundRowWidth);
        var source = graph.Input("source", ElementType.Float32, "batch", "picture_rows", model.PictureRowWidth + 1);
        var pictureMotion = graph.Input("picture_motion", ElementType.Float32, "batch", "picture_rows", config.PictureMotion);
        var soundMotion = graph.Input("sound_motion", ElementType.Float32, "batch", "sound_rows", config.SoundMotion);
        var kinds = graph.Input("kinds", ElementType.Int64, "rows");
        var cosine = graph.Input("cosine", ElementType.Float32, "rows", config.Head / 2);
        var sine = graph.Input("sine", ElementType.Float32, "rows", config.Head / 2);
        var levels = graph.Input("levels", ElementType.Float32, Embeddings.NoiseLevels, config.Width);

        var x = Shaping.Concat(
            axis: 1,
            text.Project("text_in", config.Width, config.Width),
            givenPicture.Project("clean_in", model.PictureRowWidth, config.Width),
            givenSound.Project("sound_in", model.SoundRowWidth, config.Width),
            picture.Project("picture_in", model.PictureRowWidth, config.Width)
                + pictureMotion.Project("picture_motion_in", config.PictureMotion, config.Width, bias: false)
                + source.Project("source_in", model.PictureRowWidth + 1, config.Width, bias: false),
            ByCode(sound, config, (rows, code) => rows.Project($"{code}_in", model.SoundRowWidth, config.Width))
                + soundMotion.Project("sound_motion_in", config.SoundMotion, config.Width, bias: false));
        x += graph.Weight("modality", config.Modalities, config.Width).Gather(kinds, axis: 0);

        var embedded = levels.Linear("time_in", config.Width, config.Width, bias: true).Silu();
        var levelOf = Enumerable.Range(0, config.Modalities).Select(kind => Level(kind, config)).ToArray();
        var modulation = embedded.Modulation(text, levelOf, Embeddings.NoiseLevels, config);
        for (var i = 0; i < config.Blocks; i++)
        {
            x = x.ModulatedBlock($"blocks.{i}", modulation, kinds, (cosine, sine), config);
        }

        var leave = graph.Weight("leave_modulation", config.Modalities, 2, config.Width);
        x = x.Modulate(leave.Entry(0).Gather(kinds, axis: 0), leave.Entry(1).Gather(kinds, axis: 0), config);
        var parts = x.SplitLike(text, givenPicture, givenSound, picture, sound);
        graph.Output(
            "picture_velocity",
            parts[3].Project("picture_out", config.Width, model.PictureRowWidth)
                + (embedded.Skip(PictureLevel, "picture_skip", config.Width, model.PictureRowWidth) * picture));
        graph.Output(
            "sound_velocity",
            ByCode(parts[4], config, (rows, code) => rows.Project($"{code}_out", config.Width, model.SoundRowWidth))
                + ByCode(sound, config, (rows, code) => embedded.Skip(SoundLevel, $"{code}_skip", config.Width, model.SoundRowWidth) * rows));
        return graph;
    }

    // Which of the levels a kind of row is at: text and what is given are clean.
    private static long Level(int kind, DenoiserConfig config) =>
        kind == (int)RowKind.Picture ? PictureLevel
        : kind >= (int)RowKind.FirstStem && kind < config.ReferenceKind(0) ? SoundLevel
        : 0;

    // Music is in a code of its own, and so has layers of its own.
    private static Value ByCode(Value rows, DenoiserConfig config, Func<Value, string, Value> layer)
    {
        if (!config.HasMusic || config.Stems.Count == 1)
        {
            return layer(rows, config.HasMusic ? "music" : "sound");
        }

        var stems = rows.Graph.ApplyMany("Split", [rows], config.Stems.Count, ("axis", 1), ("num_outputs", config.Stems.Count));
        return Shaping.Concat(axis: 1, layer(Shaping.Concat(axis: 1, stems[..^1]), "sound"), layer(stems[^1], "music"));
    }
}
