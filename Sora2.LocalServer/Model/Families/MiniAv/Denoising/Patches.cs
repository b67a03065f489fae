namespace Sora2.LocalServer.Model.Families.MiniAv.Denoising;

/// <summary>Latents to rows and back. A row holds a patch of latents, channel by channel.</summary>
internal static class Patches
{
    /// <summary>[frames, channels, height, width] to rows over (frame, y, x), each [channel, patch y, patch x].</summary>
    public static float[] FromPicture(ReadOnlySpan<float> latent, int channels, int height, int width, int patch)
    {
        var rows = new float[latent.Length];
        Move(latent, rows, channels, height, width, patch, toRows: true);
        return rows;
    }

    /// <summary>The inverse of <see cref="FromPicture"/>.</summary>
    public static float[] ToPicture(ReadOnlySpan<float> rows, int channels, int height, int width, int patch)
    {
        var latent = new float[rows.Length];
        Move(rows, latent, channels, height, width, patch, toRows: false);
        return latent;
    }

    /// <summary>Rows over time, each [channel, latent], to [channels, latents].</summary>
    public static float[] ToSound(ReadOnlySpan<float> rows, int channels, int patch)
    {
        var count = rows.Length / (channels * patch);
        var latent = new float[rows.Length];
        for (var row = 0; row < count; row++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                rows.Slice(((row * channels) + channel) * patch, patch).CopyTo(latent.AsSpan((channel * count * patch) + (row * patch)));
            }
        }

        return latent;
    }

    /// <summary>The inverse of <see cref="ToSound"/>: [channels, latents], a multiple of <paramref name="patch"/>, to rows.</summary>
    public static float[] FromSound(ReadOnlySpan<float> latent, int channels, int patch)
    {
        var count = latent.Length / (channels * patch);
        var rows = new float[latent.Length];
        for (var row = 0; row < count; row++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                latent.Slice((channel * count * patch) + (row * patch), patch).CopyTo(rows.AsSpan(((row * channels) + channel) * patch));
            }
        }

        return rows;
    }

    private static void Move(
        ReadOnlySpan<float> from, Span<float> to, int channels, int height, int width, int patch, bool toRows)
    {
        var (rowsHigh, rowsWide) = (height / patch, width / patch);
        var frames = from.Length / (channels * height * width);
        for (var frame = 0; frame < frames; frame++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                for (var y = 0; y < height; y++)
                {
                    for (var x = 0; x < width; x++)
                    {
                        var place = (((((frame * channels) + channel) * height) + y) * width) + x;
                        var row = (((frame * rowsHigh) + (y / patch)) * rowsWide) + (x / patch);
                        var inRow = (((channel * patch) + (y % patch)) * patch) + (x % patch);
                        var inRows = (row * channels * patch * patch) + inRow;
                        if (toRows)
                        {
                            to[inRows] = from[place];
                        }
                        else
                        {
                            to[place] = from[inRows];
                        }
                    }
                }
            }
        }
    }
}
