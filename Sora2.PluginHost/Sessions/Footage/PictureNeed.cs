namespace Sora2.PluginHost.Sessions.Footage;

/// <summary>The largest sides that any of the server's packs works at: a clip need not have more than twice as much.</summary>
internal sealed record PictureNeed(int Width, int Height)
{
    // What remains is scaled once more, by the server and with a better filter: that filter must have something to work on.
    private const int Spare = 2;

    /// <summary>By how much frames are made smaller: blocks of so many pixels each way become one. 1: not at all.</summary>
    /// <param name="width">Of the clip; even.</param>
    /// <param name="height">Of the clip; even.</param>
    /// <remarks>Only whole blocks and even sizes: what is seen must not move or be cut by a pixel.</remarks>
    public int Divisor(int width, int height)
    {
        for (var divisor = Math.Min(HostBlocks.MostDivisor, Math.Min(width / (Spare * Width), height / (Spare * Height))); divisor > 1; divisor--)
        {
            if (width % (2 * divisor) == 0 && height % (2 * divisor) == 0 && Math.Min(width, height) / divisor >= PictureSides.Least)
            {
                return divisor;
            }
        }

        return 1;
    }
}
