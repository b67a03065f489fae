using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Sora2.LocalServer.Model.Families.MiniAv.Motion;

namespace Sora2.LocalServer.Model.Families.MiniAv.Denoising;

/// <summary>What is known of a shot beside its text, as clean rows at unit scale: references, stills, clips beside it, a source.</summary>
internal sealed class GivenRows(ShotGeometry shot, MiniAvConfig config)
{
    private readonly List<float> _picture = [];
    private readonly List<float> _picturePositions = [];
    private readonly List<long> _pictureKinds = [];
    private readonly List<float> _sound = [];
    private readonly List<float> _soundPositions = [];

    /// <summary>[rows, picture row]</summary>
    public IReadOnlyList<float> Picture => _picture;

    /// <summary>Three numbers a row.</summary>
    public IReadOnlyList<float> PicturePositions => _picturePositions;

    /// <summary>The denoiser's kinds.</summary>
    public IReadOnlyList<long> PictureKinds => _pictureKinds;

    /// <summary>[rows, sound row]</summary>
    public IReadOnlyList<float> Sound => _sound;

    public IReadOnlyList<float> SoundPositions => _soundPositions;

    public int SoundRows => _soundPositions.Count / 3;

    /// <summary>The shot that is edited, row by row as its picture, or empty.</summary>
    public float[] Source { get; set; } = [];

    /// <summary>A person or thing to keep the same.</summary>
    /// <param name="rows">Of a square picture.</param>
    /// <param name="slot">0 is the one that the text calls @1.</param>
    public void AddReference(float[] rows, int slot)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slot, config.Denoiser.Cast);
        var side = (int)Math.Sqrt(rows.Length / config.PictureRowWidth);
        Add(rows, RowPositions.OfReference(side), config.Denoiser.ReferenceKind(slot));
    }

    public void AddStill(float[] rows, double seconds) => Add(rows, RowPositions.OfStill(shot, seconds), (long)RowKind.CleanPicture);

    /// <summary>Frames of a clip.</summary>
    /// <param name="rows">Whole latent frames.</param>
    /// <param name="start">When the first of them begins; negative before the shot.</param>
    public void AddClip(float[] rows, double start)
    {
        var frames = rows.Length / (config.PictureRowWidth * shot.RowsPerFrame);
        Add(rows, RowPositions.OfFrames(shot, frames, start), (long)RowKind.CleanPicture);
    }

    /// <summary>The mix of a clip.</summary>
    /// <param name="start">When the first row begins; negative before the shot.</param>
    public void AddSound(float[] rows, double start)
    {
        _sound.AddRange(rows);
        _soundPositions.AddRange(RowPositions.OfSound(rows.Length / config.SoundRowWidth, config.SecondsPerSoundRow, start));
    }

    /// <summary>What the motion denoiser is given: it looks at all frames of a source, and names kinds its own way.</summary>
    public (float[] Picture, float[] Positions, long[] Kinds) ForMotion()
    {
        var sourceRows = Source.Length / config.PictureRowWidth;
        long[] kinds =
        [
            .. _pictureKinds.Select(kind => kind == (long)RowKind.CleanPicture ? kind : MotionGraph.FirstReference + kind - config.Denoiser.ReferenceKind(0)),
            .. Enumerable.Repeat((long)RowKind.CleanPicture, sourceRows),
        ];
        float[] positions = Source.Length == 0 ? [] : RowPositions.OfFrames(shot, shot.LatentFrames, 0);
        return ([.. _picture, .. Source], [.. _picturePositions, .. positions], kinds);
    }

    /// <summary>What each picture row is told of the source: its row and 1, or zeros; [rows, picture row + 1].</summary>
    public float[] SourceTold()
    {
        var width = config.PictureRowWidth;
        var told = new float[shot.PictureRows * (width + 1)];
        for (var row = 0; row < Source.Length / width; row++)
        {
            Source.AsSpan(row * width, width).CopyTo(told.AsSpan(row * (width + 1)));
            told[(row * (width + 1)) + width] = 1;
        }

        return told;
    }

    private void Add(float[] rows, float[] positions, long kind)
    {
        _picture.AddRange(rows);
        _picturePositions.AddRange(positions);
        _pictureKinds.AddRange(Enumerable.Repeat(kind, positions.Length / 3));
    }
}
