using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Tests.Model.Families.Wan;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Upscaling;

/// <summary>The networks that installers/upscaling/fetch gets, and the pictures of their package: what TensorFlow.js made of the same picture.</summary>
internal static class Esrgan
{
    public const int SampleSide = 128;

    /// <summary>Holds x2, x3 and x4; the test that asks is skipped where it does not.</summary>
    public static string Folder()
    {
        var folder = Path.Combine(TinyPack.Repository(), "models", "upscaling");
        Assert.SkipUnless(File.Exists(Path.Combine(folder, "x4", "model.json")), "ESRGAN's networks are not there; installers/upscaling/fetch gets them.");
        return folder;
    }

    public static string Folder(int factor) => Path.Combine(Folder(), $"x{factor}");

    /// <summary>The picture that the package upscaled.</summary>
    public static Task<ushort[]> SampleAsync(CancellationToken cancellationToken) => ReadAsync(Path.Combine(Folder(), "sample.png"), SampleSide, cancellationToken);

    /// <summary>What it made of it.</summary>
    public static Task<ushort[]> UpscaledSampleAsync(int factor, CancellationToken cancellationToken) =>
        ReadAsync(Path.Combine(Folder(factor), "sample.png"), SampleSide * factor, cancellationToken);

    // Interleaved, 0..65535. As bytes out of the decoder: what converts to 16 bits would change them.
    private static async Task<ushort[]> ReadAsync(string path, int side, CancellationToken cancellationToken)
    {
        var tools = await FfmpegTools.FindAsync(null, cancellationToken);
        var rgba = await tools.RunAsync("decode", ["-i", path, "-pix_fmt", "rgba", "-f", "rawvideo", "pipe:1"], null, FfmpegLimits.Encode, cancellationToken);
        Assert.Equal(4 * side * side, rgba.Length);
        return [.. rgba.Where(static (_, index) => index % 4 < 3).Select(static value => (ushort)(value * 257))];
    }
}
