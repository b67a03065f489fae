using Sora2.LocalServer.Model.Families.MiniAv.Denoising;
using Sora2.LocalServer.Model.Families.MiniAv.Sound;

namespace Sora2.LocalServer.Model.Families.MiniAv;

/// <summary>What each window of a piece is given: the plan's media where they touch it, and the window made before it.</summary>
internal sealed class WindowContext(MiniAvModel model, ShotGeometry piece, KnownRows known)
{
    // Sound rows of a neighbour: about a second, as in training.
    private const int MostSoundRows = 6;

    private readonly List<ShotWindow> _made = [];

    /// <summary>For the next window; all that were asked for before it are made.</summary>
    /// <param name="picture">Rows of the whole piece.</param>
    /// <param name="sound">Rows of the whole piece by stem.</param>
    /// <param name="white">Fills noise for a stem by its number.</param>
    public GivenRows Of(
        ShotWindow window, ShotGeometry shot, float[] picture, float[][] sound, Action<int, float[]> white, CancellationToken cancellationToken)
    {
        var given = new GivenRows(shot, model.Config);
        for (var slot = 0; slot < known.References.Count; slot++)
        {
            given.AddReference(known.References[slot], slot);
        }

        AddStills(given, window);
        var length = window.Frames * piece.SecondsPerLatentFrame;
        var (starts, ends) = (window.FirstFrame == 0, window.EndFrame == piece.LatentFrames);
        if (starts && known.Before is { } before)
        {
            Add(given, before, after: false, length);
        }

        if (ends && known.After is { } after)
        {
            Add(given, after, after: true, length);
        }

        foreach (var neighbour in _made.Where(made => made.EndFrame == window.FirstFrame || made.FirstFrame == window.EndFrame))
        {
            AddMade(given, neighbour, window, picture, sound, white, cancellationToken);
        }

        if (known.Source.Length > 0)
        {
            var frame = piece.RowsPerFrame * model.Config.PictureRowWidth;
            given.Source = known.Source[(window.FirstFrame * frame)..(window.EndFrame * frame)];
        }

        _made.Add(window);
        return given;
    }

    private void AddStills(GivenRows given, ShotWindow window)
    {
        if (window.FirstFrame == 0 && known.First.Length > 0)
        {
            given.AddStill(known.First, 0);
        }

        if (window.EndFrame == piece.LatentFrames && known.Last.Length > 0)
        {
            given.AddStill(known.Last, window.Frames * piece.SecondsPerLatentFrame);
        }
    }

    private void Add(GivenRows given, ClipBeside clip, bool after, double length)
    {
        if (clip.IsStill)
        {
            given.AddStill(clip.Rows, after ? length : 0);
            return;
        }

        var frames = clip.Rows.Length / (piece.RowsPerFrame * model.Config.PictureRowWidth);
        given.AddClip(clip.Rows, after ? length : -frames * piece.SecondsPerLatentFrame);
        var rows = Math.Min(MostSoundRows, clip.Sound.Length / model.Config.SoundRowWidth);
        var sound = after ? clip.Sound[..(rows * model.Config.SoundRowWidth)] : clip.Sound[^(rows * model.Config.SoundRowWidth)..];
        given.AddSound(sound, after ? length : -rows * model.Config.SecondsPerSoundRow);
    }

    private void AddMade(
        GivenRows given, ShotWindow made, ShotWindow window, float[] picture, float[][] sound, Action<int, float[]> white, CancellationToken cancellationToken)
    {
        var after = made.FirstFrame == window.EndFrame;
        var frames = Math.Min(model.Config.Denoiser.Context, made.Frames);
        var first = after ? made.FirstFrame : made.EndFrame - frames;
        var frame = piece.RowsPerFrame * model.Config.PictureRowWidth;
        given.AddClip(picture[(first * frame)..((first + frames) * frame)], (first - window.FirstFrame) * piece.SecondsPerLatentFrame);

        var rows = Math.Min(MostSoundRows, made.SoundRows);
        var firstRow = after ? made.FirstSoundRow : made.EndSoundRow - rows;
        var row = model.Config.SoundRowWidth;
        var stems = new SoundDecoding(model).Run(
            [.. sound.SelectMany(stem => stem[(firstRow * row)..((firstRow + rows) * row)])], piece with { SoundRows = rows }, white, cancellationToken);
        var mix = new float[stems[0].Length];
        foreach (var stem in stems)
        {
            for (var i = 0; i < mix.Length; i++)
            {
                mix[i] += stem[i];
            }
        }

        given.AddSound(
            model.EncodeMix(mix, cancellationToken),
            (firstRow * model.Config.SecondsPerSoundRow) - (window.FirstFrame * piece.SecondsPerLatentFrame));
    }
}
