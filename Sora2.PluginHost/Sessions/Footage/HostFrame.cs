using Sora2.PluginHost.Playback;

namespace Sora2.PluginHost.Sessions.Footage;

/// <summary>Reads a whole picture of the host's into a frame of the scratch file: B, G, R, the lowest row first.</summary>
/// <param name="Divisor">Blocks of so many pixels each way become one.</param>
internal sealed record HostFrame(int Divisor)
{
    // A band is worth another thread's waking; more threads than these only wait for memory.
    private const int LeastRowsOfBand = 64;
    private const int MostBands = 8;

    /// <param name="image">Checked: a whole picture, RGBA or RGB; alpha is not looked at.</param>
    /// <param name="frame">All of it is written: 0 beside the pixels.</param>
    /// <param name="rowBytes">Of the frame.</param>
    public unsafe void Read(in ImageWindow image, Span<byte> frame, int rowBytes)
    {
        var source = image;
        var rows = image.Height / Divisor;
        fixed (byte* start = frame)
        {
            // Lambdas keep no spans.
            var target = (nint)start;
            var bands = Math.Clamp(Math.Min(image.Height / LeastRowsOfBand, Environment.ProcessorCount), 1, MostBands);
            if (bands == 1)
            {
                ReadRows(source, target, rowBytes, 0, rows);
            }
            else
            {
                Parallel.For(0, bands, band => ReadRows(source, target, rowBytes, rows * band / bands, rows * (band + 1) / bands));
            }
        }
    }

    // Rows of the frame, counted from its lowest.
    private unsafe void ReadRows(in ImageWindow image, nint frame, int rowBytes, int first, int end)
    {
        var pixels = 3 * (image.Width / Divisor);
        using var blocks = Divisor == 1 ? null : new HostBlocks(image.Width, Divisor);
        for (var row = first; row < end; row++)
        {
            var target = new Span<byte>((byte*)frame + ((long)row * rowBytes), rowBytes);
            target[pixels..].Clear();
            if (blocks is null)
            {
                ReadRow(image, row, target[..pixels]);
                continue;
            }

            for (var line = 0; line < Divisor; line++)
            {
                if (IsRead(line))
                {
                    ReadRow(image, (row * Divisor) + line, blocks.Row);
                    blocks.Add();
                }
            }

            blocks.Take(target[..pixels]);
        }
    }

    // Every second row, from both edges of a block, so that its mean lies in the middle. Two rows remain for each that is looked at
    // in the end, and the time goes into fetching them from memory.
    private bool IsRead(int line) => Math.Min(line, Divisor - 1 - line) % 2 == 0;

    private static void ReadRow(in ImageWindow image, int fromBottom, Span<byte> bgr) =>
        HostRow.ToBgr(image.Row(image.BottomUp ? fromBottom : image.Height - 1 - fromBottom), image.Depth, image.Components, bgr);
}
