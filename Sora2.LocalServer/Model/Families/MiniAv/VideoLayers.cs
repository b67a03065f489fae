using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Families.MiniAv;

/// <summary>The layers of the picture decoder's network. Frames travel as a batch of pictures.</summary>
internal static class VideoLayers
{
    /// <summary>Red, green, blue.</summary>
    public const int Colours = 3;

    /// <summary>x + conv(relu(conv(relu(x))))</summary>
    /// <param name="x">[frames, width, h, w]</param>
    public static Value Residual(this Value x, string name, int width) =>
        x + x.Relu().Conv2d($"{name}.first", width, width, 3).Relu().Conv2d($"{name}.second", width, width, 3);

    /// <summary>x + conv1x1(relu([previous, this, next])); the first and the last frame stand in for what lies beyond them.</summary>
    /// <param name="x">[frames, width, h, w], the frames of one shot in order</param>
    public static Value TimeMix(this Value x, string name, int width)
    {
        var before = Shaping.Concat(0, x.Slice(0, 0, 1), x.Slice(0, 0, -1));
        var after = Shaping.Concat(0, x.Slice(0, 1, long.MaxValue), x.Slice(0, -1, long.MaxValue));
        return x + Shaping.Concat(1, before, x, after).Relu().Conv2d($"{name}.mix", 3 * width, width, 1);
    }
}
