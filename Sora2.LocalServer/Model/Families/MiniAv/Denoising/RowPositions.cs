namespace Sora2.LocalServer.Model.Families.MiniAv.Denoising;

/// <summary>
/// Where rows lie: seconds, then y and x in half picture heights with 0 in the middle. Text lies at (0, 0, 0). Three numbers
/// a row.
/// </summary>
/// <remarks>Worked out in single precision, step by step as in training.</remarks>
internal static class RowPositions
{
    // A reference is shown in the middle, each of its rows as large as one of six in the picture's height.
    private const float HalfHeightsPerReferenceRow = 1f / 3;

    public static float[] OfText(int rows) => new float[3 * rows];

    /// <summary>Rows of consecutive latent frames, the first of which begins at <paramref name="start"/> seconds.</summary>
    public static float[] OfFrames(ShotGeometry shot, int latentFrames, double start)
    {
        var positions = new List<float>();
        for (var frame = 0; frame < latentFrames; frame++)
        {
            AddFrame(positions, shot, (float)start + ((frame + 0.5f) * (float)shot.SecondsPerLatentFrame));
        }

        return [.. positions];
    }

    /// <summary>Rows of a still, all at one moment.</summary>
    public static float[] OfStill(ShotGeometry shot, double seconds)
    {
        var positions = new List<float>();
        AddFrame(positions, shot, (float)seconds);
        return [.. positions];
    }

    /// <summary>Rows of a square reference.</summary>
    public static float[] OfReference(int rowsHigh)
    {
        var positions = new List<float>();
        for (var row = 0; row < rowsHigh * rowsHigh; row++)
        {
            positions.AddRange([0, Side(row / rowsHigh), Side(row % rowsHigh)]);
        }

        return [.. positions];

        float Side(int at) => (at + 0.5f - (rowsHigh / 2f)) * HalfHeightsPerReferenceRow;
    }

    /// <summary>Rows of one stem, or of a given mix, the first of which begins at <paramref name="start"/> seconds.</summary>
    public static float[] OfSound(int rows, double secondsPerRow, double start) =>
        [.. Enumerable.Range(0, rows).SelectMany(row => (float[])[(float)start + ((row + 0.5f) * (float)secondsPerRow), 0, 0])];

    /// <summary>Motion rows: one a latent frame, in the middle of the picture.</summary>
    public static float[] OfMotion(ShotGeometry shot) =>
        [.. Enumerable.Range(0, shot.LatentFrames).SelectMany(frame => (float[])[(frame + 0.5f) * (float)shot.SecondsPerLatentFrame, 0, 0])];

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
