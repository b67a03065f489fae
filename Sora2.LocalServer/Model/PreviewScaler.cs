namespace Sora2.LocalServer.Model;

/// <summary>Makes a picture to look at out of a few colours.</summary>
internal static class PreviewScaler
{
    /// <summary>Enlarges smoothly (bilinear, edges repeat).</summary>
    /// <param name="rgb">[height, width, 3] in about -1..1.</param>
    public static PreviewFrame Enlarge(ReadOnlySpan<float> rgb, int width, int height, int factor)
    {
        var (wide, high) = (width * factor, height * factor);
        var bytes = new byte[3 * wide * high];
        for (var y = 0; y < high; y++)
        {
            var (top, bottom, down) = Between(y, factor, height);
            for (var x = 0; x < wide; x++)
            {
                var (left, right, across) = Between(x, factor, width);
                for (var colour = 0; colour < 3; colour++)
                {
                    var above = Mix(rgb[(3 * ((top * width) + left)) + colour], rgb[(3 * ((top * width) + right)) + colour], across);
                    var below = Mix(rgb[(3 * ((bottom * width) + left)) + colour], rgb[(3 * ((bottom * width) + right)) + colour], across);
                    bytes[(3 * ((y * wide) + x)) + colour] = (byte)Math.Clamp((Mix(above, below, down) * 127.5f) + 128f, 0f, 255f);
                }
            }
        }

        return new PreviewFrame(wide, high, bytes);
    }

    private static (int Low, int High, float Weight) Between(int pixel, int factor, int count)
    {
        var position = Math.Clamp(((pixel + 0.5f) / factor) - 0.5f, 0, count - 1);
        var low = (int)position;
        return (low, Math.Min(low + 1, count - 1), position - low);
    }

    private static float Mix(float from, float to, float weight) => from + ((to - from) * weight);
}
