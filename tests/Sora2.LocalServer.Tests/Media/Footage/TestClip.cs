using System.Globalization;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Media.Footage;

namespace Sora2.LocalServer.Tests.Media.Footage;

/// <summary>Makes clips whose frames carry their number as eight bars, black 0 and white 1, lowest bit at the left.</summary>
internal static class TestClip
{
    public const int Width = 128;
    public const int Height = 72;

    private const string Bars = "geq=lum='if(mod(floor(N/pow(2,floor(X*8/W))),2),235,16)':cb=128:cr=128";

    /// <param name="encode">What comes after the input: filters behind the counter as "-vf", codec and container options.</param>
    /// <param name="sound">An expression of "aevalsrc"; null makes the clip silent.</param>
    public static Task MakeAsync(
        string path, string rate, double seconds, string encode, string? sound = null, string size = "128x72", string filter = "null", CancellationToken stop = default)
    {
        var length = seconds.ToString(CultureInfo.InvariantCulture);
        string[] hear = sound is null ? [] : ["-f", "lavfi", "-i", $"aevalsrc={sound}:s=48000:d={length}"];
        return RunAsync(
            [
                "-f", "lavfi", "-i", $"color=black:s={size}:r={rate}:d={length},format=yuv444p,{Bars},format=yuv444p,{filter}", .. hear,
                .. encode.Split(' ', StringSplitOptions.RemoveEmptyEntries), "-y", path,
            ],
            stop);
    }

    public static async Task RunAsync(string[] arguments, CancellationToken stop) =>
        await (await Tools.FfmpegAsync()).RunAsync("make a clip", arguments, null, FfmpegLimits.Encode, stop);

    /// <summary>The number that a frame carries, read along one line.</summary>
    public static int Number(ConformedFootage footage, int frame, int line = Height / 2)
    {
        var row = footage.Picture.AsSpan((frame * 3 * Width * Height) + (line * Width), Width);
        var number = 0;
        for (var bit = 0; bit < 8; bit++)
        {
            number |= row[Width * ((2 * bit) + 1) / 16] > 0 ? 1 << bit : 0;
        }

        return number;
    }

    public static int[] Numbers(ConformedFootage footage) => [.. Enumerable.Range(0, footage.Frames).Select(frame => Number(footage, frame))];
}
