using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Families.MiniAv.Sound;

/// <summary>The layers of the sound decoder's network.</summary>
internal static class SoundLayers
{
    private const int Kernel = 5;

    /// <summary>x + pointwise(relu(conv(relu(x))))</summary>
    /// <param name="x">[stems, width, places]</param>
    public static Value SoundBlock(this Value x, string name, int width) =>
        x + x.Relu().Conv1d($"{name}.conv", width, width, Kernel).Relu().Conv1d($"{name}.point", width, width, 1);

    /// <summary>Channels become time: [stems, stride · channels, n] to [stems, channels, n · stride].</summary>
    public static Value Unstack(this Value x, int stride, int channels) =>
        x.Reshape(0, stride, channels, -1).Transpose(0, 2, 3, 1).Reshape(0, channels, -1);
}
