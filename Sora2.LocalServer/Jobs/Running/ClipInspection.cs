using System.Collections.Concurrent;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Media.Footage;
using Sora2.LocalServer.Planning.Footage;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Jobs.Running;

/// <summary>Looks at uploaded clips with the FFmpeg of this machine; what was seen once is kept, for an id is its content.</summary>
internal sealed class ClipInspection(InstalledFfmpeg ffmpeg, UploadStore uploads)
{
    private const int LeastSide = 16;

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
            var tools = await ffmpeg.FindAsync(CancellationToken.None);
            return FactsOf(await new FootageProbe(tools).InspectAsync(path, CancellationToken.None));
        }
        catch (InvalidMediaException error)
        {
            throw new InvalidRequestException("media_id", $"a file that is {error.Given}", error.Allowed);
        }
    }

    private static ClipFacts FactsOf(ClipProbe clip) => new()
    {
        Seconds = clip.VariableFrameRate ? clip.DurationSeconds : clip.Frames / clip.FrameRate.FramesPerSecond,
        FrameRate = clip.FrameRate,
        Width = Even(clip.DisplayWidth),
        Height = Even(clip.DisplayHeight),
        HasSound = clip.Sound is not null,
        KeepsItsFrames = clip.Oddity is null,
        StartTimecode = clip.StartTimecode,
        Notes = FootageNotes.Of(clip),
    };

    private static int Even(int side) => Math.Max(LeastSide, side / 2 * 2);
}
