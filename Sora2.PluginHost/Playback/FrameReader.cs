namespace Sora2.PluginHost.Playback;

/// <summary>Copies a frame, or a window of it, into a caller's memory in the caller's form.</summary>
internal static class FrameReader
{
    /// <param name="frame">RGB, 16 bit full range, rows top-down without padding.</param>
    /// <param name="width">Of the frame.</param>
    /// <param name="height">Of the frame.</param>
    /// <param name="window">Checked; a picture of another size is scaled.</param>
    public static void Read(ReadOnlySpan<ushort> frame, int width, int height, in ImageWindow window)
    {
        if ((window.Width, window.Height) != (width, height))
        {
            using var scaler = new FrameScaler(width, height, window);
            for (var y = window.Y1; y < window.Y2; y++)
            {
                PixelRow.Write(scaler.Row(frame, window.FromTop(y)), window.Depth, window.Components, window.Row(y));
            }

            return;
        }

        for (var y = window.Y1; y < window.Y2; y++)
        {
            var start = 3 * ((window.FromTop(y) * width) + window.X1);
            PixelRow.Write(frame.Slice(start, 3 * (window.X2 - window.X1)), window.Depth, window.Components, window.Row(y));
        }
    }
}
