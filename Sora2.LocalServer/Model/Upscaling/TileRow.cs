namespace Sora2.LocalServer.Model.Upscaling;

/// <summary>How one axis of a picture is cut into tiles of one size that overlap.</summary>
internal static class TileRow
{
    /// <summary>Of each tile: where it starts and ends, and the part of it that is kept. The parts follow one another without a gap.</summary>
    /// <param name="length">Of the axis, pixels.</param>
    /// <param name="most">The longest tile; more than twice <paramref name="reach"/>.</param>
    /// <param name="reach">What is kept lies this far or farther from where a tile ends and the picture does not.</param>
    public static IReadOnlyList<Tile> Of(int length, int most, int reach)
    {
        if (length <= most)
        {
            return [new Tile(0, length, 0, length)];
        }

        var count = Blocks(length - (2 * reach), most - (2 * reach));
        var size = Blocks(length - (2 * reach), count) + (2 * reach);
        int[] starts = [.. Enumerable.Range(0, count).Select(index => index * (length - size) / (count - 1))];
        int[] seams = [0, .. Enumerable.Range(1, count - 1).Select(index => (starts[index] + starts[index - 1] + size) / 2), length];
        return [.. starts.Select((start, index) => new Tile(start, start + size, seams[index], seams[index + 1]))];
    }

    private static int Blocks(int length, int block) => (length + block - 1) / block;

    /// <summary>A stretch of the axis that is read, and the part of it that is kept.</summary>
    internal readonly record struct Tile(int Start, int End, int KeptStart, int KeptEnd)
    {
        public int Length => End - Start;

        public int KeptLength => KeptEnd - KeptStart;
    }
}
