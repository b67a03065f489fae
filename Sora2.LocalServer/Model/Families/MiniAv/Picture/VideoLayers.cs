using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Families.MiniAv.Picture;

/// <summary>The layers of the picture autoencoder's networks. Groups of frames travel as a batch of pictures.</summary>
internal static class VideoLayers
{
    /// <summary>Red, green, blue.</summary>
    public const int Colours = 3;

    /// <summary>Added to the mean square before a place's channels are brought to one size.</summary>
    public const float Epsilon = 1e-6f;

    /// <summary>x + conv(relu(conv(relu(norm(x))))), <paramref name="count"/> times, each with weights of its own.</summary>
    /// <param name="x">[groups, width, h, w]</param>
    public static Value Residuals(this Value x, string name, int width, int count)
    {
        for (var i = 0; i < count; i++)
        {
            x += x.PixelNorm(Epsilon).Relu().Conv2d($"{name}.{i}.first", width, width, 3).Relu().Conv2d($"{name}.{i}.second", width, width, 3);
        }

        return x;
    }

    /// <summary>x + conv1x1([previous, this, next]) of relu(norm(x)); the first and the last group stand in for what lies beyond them.</summary>
    /// <param name="x">[groups, width, h, w], the groups of one shot in order</param>
    public static Value TimeMix(this Value x, string name, int width)
    {
        var groups = x.PixelNorm(Epsilon).Relu();
        var before = Shaping.Concat(0, groups.Slice(0, 0, 1), groups.Slice(0, 0, -1));
        var after = Shaping.Concat(0, groups.Slice(0, 1, long.MaxValue), groups.Slice(0, -1, long.MaxValue));
        return x + Shaping.Concat(1, before, groups, after).Conv2d($"{name}.mix", 3 * width, width, 1);
    }

    /// <summary>Halves height and width; the shortcut averages channels (Chen et al. 2024, arXiv:2410.10733).</summary>
    /// <param name="x">[groups, outer, 2 · h, 2 · w]</param>
    public static Value Down(this Value x, string name, int outer, int inner)
    {
        var folded = x.PixelUnshuffle(2, outer);
        var averaged = folded.Channels(4 * outer / inner);
        var shortcut = x.Graph.Apply("ReduceMean", [averaged, x.Graph.Integers(1)], ("keepdims", 1)).Channels(inner);
        return folded.Conv2d($"{name}.project", 4 * outer, inner, 1) + shortcut;
    }

    /// <summary>Doubles height and width; the shortcut repeats channels.</summary>
    /// <param name="x">[groups, inner, h, w]</param>
    public static Value Up(this Value x, string name, int inner, int outer)
    {
        var folded = 4 * outer;
        var repeats = folded / inner;
        long[] sources = [.. Enumerable.Range(0, folded).Select(channel => (long)(channel / repeats))];
        var shortcut = x.Gather(x.Graph.Integers(sources), axis: 1);
        return (x.Conv2d($"{name}.project", inner, folded, 1) + shortcut).PixelShuffle(2);
    }

    /// <summary>So many channels a picture: what more there were become pictures that follow, and what is missing comes from those.</summary>
    /// <param name="x">[pictures, channels, h, w]</param>
    public static Value Channels(this Value x, int channels) => x.Reshape(-1, channels, 0, 0);
}
