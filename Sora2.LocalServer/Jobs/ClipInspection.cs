using System.Collections.Concurrent;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Planning.Footage;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Jobs;

/// <summary>Looks at uploaded clips with the FFmpeg of this machine; what was seen once is kept, for an id is its content.</summary>
internal sealed class ClipInspection(InstalledFfmpeg ffmpeg, UploadStore uploads)
{
    private const string Allowed = "a movie that FFmpeg can read, MOV or MP4";

    private readonly ConcurrentDictionary<string, ClipFacts> _known = new();

    /// <inheritdoc cref="ClipInspector"/>
    /// <exception cref="FfmpegMissingException">FFmpeg is not installed.</exception>
    public ClipFacts Inspect(string mediaId)
    {
        var path = uploads.PathOf(mediaId);
        return _known.GetOrAdd(mediaId, _ => Task.Run(() => InspectAsync(path)).GetAwaiter().GetResult());
    }

    private async Task<ClipFacts> InspectAsync(string path)
    {
        var kind = await MediaSniffer.SniffAsync(path, CancellationToken.None);
        if (kind != MediaKind.Movie)
        {
            throw new InvalidRequestException("media_id", $"a {kind} file", Allowed);
        }

        try
        {
            var report = await MovieReport.ReadAsync(await ffmpeg.FindAsync(CancellationToken.None), path, "mov", CancellationToken.None);
            return FrameRate.TryParse(report.FrameRate, out var rate) && report is { FrameCount: > 0, Width: > 0, Height: > 0 }
                ? new ClipFacts
                {
                    Seconds = report.FrameCount / rate.FramesPerSecond,
                    FrameRate = rate,
                    Width = Math.Max(2, report.Width / 2 * 2),
                    Height = Math.Max(2, report.Height / 2 * 2),
                    HasSound = report.Sound is not null,
                    StartTimecode = report.Timecode,
                }
                : throw new InvalidRequestException("media_id", "a movie without frames or a rate", Allowed);
        }
        catch (FfmpegException error)
        {
            throw new InvalidRequestException("media_id", $"a movie that cannot be read ({error.Said.Split('\n')[0]})", Allowed);
        }
    }
}
