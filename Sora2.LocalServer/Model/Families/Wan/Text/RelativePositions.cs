namespace Sora2.LocalServer.Model.Families.Wan.Text;

/// <summary>T5's buckets of distances between pieces.</summary>
internal static class RelativePositions
{
    /// <summary>For every piece and every piece that it attends to, which bucket their distance falls into: [rows, rows].</summary>
    /// <param name="buckets">Half for what lies ahead, half for what lies behind. Half of those are for one distance each, the others grow by equal ratios.</param>
    /// <param name="farthest">From this distance on all are alike.</param>
    /// <remarks>Raffel et al. 2020, arXiv:1910.10683, in the two-sided form.</remarks>
    public static long[] Buckets(int rows, int buckets, int farthest)
    {
        var half = buckets / 2;
        var exact = half / 2;
        var table = new long[rows * rows];
        for (var row = 0; row < rows; row++)
        {
            for (var other = 0; other < rows; other++)
            {
                var distance = Math.Abs(other - row);
                // In F32, as training had it: at the edges of a bucket the last bit decides.
                var bucket = distance < exact
                    ? distance
                    : Math.Min(half - 1, exact + (int)(MathF.Log((float)distance / exact) / (float)Math.Log((double)farthest / exact) * (half - exact)));
                table[(row * rows) + other] = (other > row ? half : 0) + bucket;
            }
        }

        return table;
    }
}
