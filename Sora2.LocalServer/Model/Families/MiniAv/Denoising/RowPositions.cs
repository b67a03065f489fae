using Sora2.LocalServer.Model.Families.MiniAv.Configuration;

namespace Sora2.LocalServer.Model.Families.MiniAv.Denoising;

/// <summary>
/// Where rows lie: seconds, then y and x in half picture heights with 0 in the middle. Text lies at (0, 0, 0). Three numbers
/// a row.
/// </summary>
/// <remarks>Worked out in single precision, step by step as in training.</remarks>
internal static class RowPositions
{
    /// <summary>All rows of a shot, in the denoiser's order.</summary>
    /// <param name="stills">The moments of given stills, seconds.</param>
    public static float[] Of(ShotGeometry shot, MiniAvConfig config, int textRows, ReadOnlySpan<double> stills)
    {
        var positions = new List<float>(OfGiven(shot, textRows, stills));
        for (var frame = 0; frame < shot.LatentFrames; frame++)
        {
            AddFrame(positions, shot, MiddleOf(frame, shot));
        }

        for (var stem = 0; stem < config.Denoiser.Stems.Count; stem++)
        {
            for (var row = 0; row < shot.SoundRows; row++)
            {
                positions.AddRange([(row + 0.5f) * (float)config.SecondsPerSoundRow, 0, 0]);
            }
        }

        return [.. positions];
    }

    /// <summary>Text and given stills, which come before all else.</summary>
    /// <param name="stills">The moments of given stills, seconds.</param>
    public static List<float> OfGiven(ShotGeometry shot, int textRows, ReadOnlySpan<double> stills)
    {
        var positions = new List<float>(new float[3 * textRows]);
        foreach (var seconds in stills)
        {
            AddFrame(positions, shot, (float)seconds);
        }

        return positions;
    }

    /// <summary>Motion rows: one a latent frame, in the middle of the picture.</summary>
    public static IEnumerable<float> OfMotion(ShotGeometry shot) =>
        Enumerable.Range(0, shot.LatentFrames).SelectMany(frame => (float[])[MiddleOf(frame, shot), 0, 0]);

    /// <summary>The kind of every row, in the same order.</summary>
    public static long[] KindsOf(ShotGeometry shot, MiniAvConfig config, int textRows, int stills) =>
    [
        .. KindsOfGiven(shot, textRows, stills),
        .. Enumerable.Repeat((long)RowKind.Picture, shot.PictureRows),
        .. Enumerable.Range(0, config.Denoiser.Stems.Count)
            .SelectMany(stem => Enumerable.Repeat((long)RowKind.FirstStem + stem, shot.SoundRows)),
    ];

    /// <summary>The kinds of text and given stills.</summary>
    public static IEnumerable<long> KindsOfGiven(ShotGeometry shot, int textRows, int stills) =>
    [
        .. Enumerable.Repeat((long)RowKind.Text, textRows),
        .. Enumerable.Repeat((long)RowKind.CleanPicture, stills * shot.RowsPerFrame),
    ];

    private static float MiddleOf(int latentFrame, ShotGeometry shot) => (latentFrame + 0.5f) * (float)shot.SecondsPerLatentFrame;

    private static void AddFrame(List<float> positions, ShotGeometry shot, float seconds)
    {
        for (var y = 0; y < shot.RowsHigh; y++)
        {
            for (var x = 0; x < shot.RowsWide; x++)
            {
                positions.AddRange([
                    seconds,
                    ((y + 0.5f) * 2 / shot.RowsHigh) - 1,
                    (((x + 0.5f) * 2) - shot.RowsWide) / shot.RowsHigh]);
            }
        }
    }
}
