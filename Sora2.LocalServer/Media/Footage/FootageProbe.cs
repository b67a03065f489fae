using System.Globalization;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Media.Ffmpeg.Footage;

namespace Sora2.LocalServer.Media.Footage;

/// <summary>Looks at a clip without decoding more than its first frame.</summary>
public sealed class FootageProbe(FfmpegTools tools)
{
    private const double LongestHours = 24;

    /// <exception cref="InvalidMediaException">No clip, damaged, or of a size, rate or length that is not taken.</exception>
    public async Task<ClipProbe> InspectAsync(string path, CancellationToken cancellationToken)
    {
        var container = await SniffAsync(path, cancellationToken)
            ?? throw new InvalidMediaException("no movie by its first bytes", ClipContainer.Allowed);
        try
        {
            var clip = await new ClipReport(tools).ReadAsync(Path.GetFullPath(path), container, cancellationToken);
            Check(clip);
            return clip;
        }
        catch (FfmpegException error)
        {
            throw new InvalidMediaException(
                $"a movie ({container}) by its first bytes but cannot be decoded ({FirstLine(error.Said, path)})", ClipContainer.Allowed);
        }
    }

    /// <summary>What FFmpeg said, in one line without the file's path.</summary>
    internal static string FirstLine(string said, string path)
    {
        var line = said.Replace(Path.GetFullPath(path), "the file", StringComparison.Ordinal).Split('\n')[0].Trim();
        return line.Length > 160 ? line[..160] : line.Length == 0 ? "no reason given" : line;
    }

    private static async Task<string?> SniffAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, ClipContainer.HeadSize, useAsync: true);
        var head = new byte[ClipContainer.HeadSize];
        var count = await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        return ClipContainer.Of(head.AsSpan(0, count));
    }

    private static void Check(ClipProbe clip)
    {
        if (clip.Width < 2 || clip.Height < 2 || clip.Width > StillReader.LargestSide || clip.Height > StillReader.LargestSide
            || (long)clip.Width * clip.Height > StillReader.MostPixels)
        {
            throw Refuse($"{clip.Width}x{clip.Height} pixels", "2 to 16384 pixels a side and 50 million in all");
        }

        if (clip.PixelAspect is < 0.25 or > 4)
        {
            throw Refuse($"of pixels {clip.PixelAspect:0.###} as wide as high", "0.25 to 4");
        }

        if (clip.FrameRate.FramesPerSecond is < 1 or > 1000)
        {
            throw Refuse($"at {clip.FrameRate} frames a second", "1 to 1000");
        }

        if (clip.DurationSeconds > LongestHours * 3600)
        {
            throw Refuse($"{clip.DurationSeconds:0} s long", $"{LongestHours} hours; cut out what is needed");
        }

        if (clip.Sound is { } sound && (sound.Channels is < 1 or > 64 || sound.SampleRate is < 4000 or > 768_000))
        {
            throw Refuse($"with {sound.Channels} sound channels at {sound.SampleRate} Hz", "1 to 64 channels at 4000 to 768000 Hz");
        }
    }

    private static InvalidMediaException Refuse(FormattableString given, string allowed) =>
        new(given.ToString(CultureInfo.InvariantCulture), allowed);

    private static InvalidMediaException Refuse(FormattableString given, FormattableString allowed) =>
        Refuse(given, allowed.ToString(CultureInfo.InvariantCulture));
}
