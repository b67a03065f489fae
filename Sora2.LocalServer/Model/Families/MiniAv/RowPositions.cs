namespace Sora2.LocalServer.Model.Families.MiniAv;

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
        var stems = config.Denoiser.Stems.Count;
        var rows = textRows + (stills.Length * shot.RowsPerFrame) + shot.PictureRows + (stems * shot.SoundRows);
        var positions = new List<float>(checked(3 * rows));
        positions.AddRange(new float[3 * textRows]);
        foreach (var seconds in stills)
        {
            AddFrame(positions, shot, (float)seconds);
        }

        for (var frame = 0; frame < shot.LatentFrames; frame++)
        {
            AddFrame(positions, shot, (frame + 0.5f) * (float)shot.SecondsPerLatentFrame);
        }

        for (var stem = 0; stem < stems; stem++)
        {
            for (var row = 0; row < shot.SoundRows; row++)
            {
                positions.AddRange([(row + 0.5f) * (float)config.SecondsPerSoundRow, 0, 0]);
            }
        }

        return [.. positions];
    }

    /// <summary>The kind of every row, in the same order.</summary>
    public static long[] KindsOf(ShotGeometry shot, MiniAvConfig config, int textRows, int stills) =>
    [
        .. Enumerable.Repeat((long)RowKind.Text, textRows),
        .. Enumerable.Repeat((long)RowKind.CleanPicture, stills * shot.RowsPerFrame),
        .. Enumerable.Repeat((long)RowKind.Picture, shot.PictureRows),
        .. Enumerable.Range(0, config.Denoiser.Stems.Count)
            .SelectMany(stem => Enumerable.Repeat((long)RowKind.FirstStem + stem, shot.SoundRows)),
    ];

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
