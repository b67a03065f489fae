using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Families.MiniAv.Picture;

/// <summary>The layers of the picture decoder's network. Frames travel as a batch of pictures.</summary>
internal static class VideoLayers
{
    /// <summary>Red, green, blue.</summary>
    public const int Colours = 3;

    /// <summary>Added to the mean square before a place's channels are brought to one size.</summary>
    public const float Epsilon = 1e-6f;

    /// <summary>x + conv(relu(conv(relu(norm(x)))))</summary>
    /// <param name="x">[frames, width, h, w]</param>
    public static Value Residual(this Value x, string name, int width) =>
        x + x.PixelNorm(Epsilon).Relu().Conv2d($"{name}.first", width, width, 3).Relu().Conv2d($"{name}.second", width, width, 3);

    /// <summary>x + conv1x1([previous, this, next]) of relu(norm(x)); the first and the last frame stand in for what lies beyond them.</summary>
    /// <param name="x">[frames, width, h, w], the frames of one shot in order</param>
    public static Value TimeMix(this Value x, string name, int width)
    {
        var frames = x.PixelNorm(Epsilon).Relu();
        var before = Shaping.Concat(0, frames.Slice(0, 0, 1), frames.Slice(0, 0, -1));
        var after = Shaping.Concat(0, frames.Slice(0, 1, long.MaxValue), frames.Slice(0, -1, long.MaxValue));
        return x + Shaping.Concat(1, before, frames, after).Conv2d($"{name}.mix", 3 * width, width, 1);
    }
}
