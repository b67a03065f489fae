namespace Sora2.LocalServer.Model.Families.Wan.Picture;

/// <summary>Tiles of equal size that cover one axis of a latent and overlap.</summary>
/// <param name="Starts">Of each tile.</param>
/// <param name="Length">Of every tile.</param>
internal sealed record TileGrid(IReadOnlyList<int> Starts, int Length)
{
    /// <summary>As few tiles as cover the axis, spread evenly.</summary>
    /// <param name="longest">Of a tile; an axis no longer than that is one tile.</param>
    /// <param name="overlap">At least, of neighbours.</param>
    public static TileGrid Over(int size, int longest, int overlap)
    {
        if (size <= longest)
        {
            return new TileGrid([0], size);
        }

        var count = ((size - overlap) + (longest - overlap) - 1) / (longest - overlap);
        return new TileGrid([.. Enumerable.Range(0, count).Select(tile => (int)Math.Round((double)tile * (size - longest) / (count - 1)))], longest);
    }

    /// <summary>How much a pixel of a tile counts: rises from its edges over the overlap, but not from the edges of the picture.</summary>
    /// <param name="tile">Number of the tile.</param>
    /// <param name="pixel">Along the tile.</param>
    /// <param name="spatial">Pixels of a latent.</param>
    public float Weight(int tile, int pixel, int spatial)
    {
        var weight = 1f;
        if (tile > 0)
        {
            weight = Math.Min(weight, Rise(pixel, (Starts[tile - 1] + Length - Starts[tile]) * spatial));
        }

        if (tile < Starts.Count - 1)
        {
            weight = Math.Min(weight, Rise((Length * spatial) - 1 - pixel, (Starts[tile] + Length - Starts[tile + 1]) * spatial));
        }

        return weight;
    }

    private static float Rise(int fromEdge, int overlap) => Math.Min(1f, (fromEdge + 0.5f) / overlap);
}
