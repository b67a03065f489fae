using System.Collections.Concurrent;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Media.Footage;
using Sora2.LocalServer.Planning.Footage;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Jobs;

/// <summary>Looks at uploaded clips with the FFmpeg of this machine; what was seen once is kept, for an id is its content.</summary>
internal sealed class ClipInspection(InstalledFfmpeg ffmpeg, UploadStore uploads)
{
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
        try
        {
            var clip = await new FootageProbe(await ffmpeg.FindAsync(CancellationToken.None)).InspectAsync(path, CancellationToken.None);
            return new ClipFacts
            {
                Seconds = clip.Frames / clip.FrameRate.FramesPerSecond,
                FrameRate = clip.FrameRate,
                Width = Math.Max(2, clip.DisplayWidth / 2 * 2),
                Height = Math.Max(2, clip.DisplayHeight / 2 * 2),
                HasSound = clip.Sound is not null,
                StartTimecode = clip.StartTimecode,
                Notes = FootageNotes.Of(clip),
            };
        }
        catch (InvalidMediaException error)
        {
            throw new InvalidRequestException("media_id", error.Given, error.Allowed);
        }
    }
}
