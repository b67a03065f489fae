using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Media.Footage;
using Sora2.LocalServer.Planning.Footage;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Videos.Making;
using Sora2.LocalServer.Videos.Wire;

namespace Sora2.LocalServer.Videos.Content;

/// <summary>A video with what stands before it: the shot itself, or of an extended video all parts joined.</summary>
internal sealed class WholeVideo(DerivedMedia derived, ShotLibrary library, UploadStore uploads, ClipInspector inspect)
{
    public Task<string> MovieAsync(VideoRow row, Job job, PublishedShot shot, CancellationToken stop) => row.Facts.Before.Count == 0
        ? Task.FromResult(shot.Picture)
        : derived.GetAsync(
            $"{shot.Name}.mp4",
            async (tools, path, cancel) => await new MovieJoiner(tools).JoinMoviesAsync(
                await PartsAsync(row, shot, static part => part.Picture, static part => part.Mix is not null, cancel), job.Request.Sequence, path, cancel),
            stop);

    /// <param name="stem">Null for the mix.</param>
    public Task<string> SoundAsync(VideoRow row, PublishedShot shot, StemKind? stem, CancellationToken stop)
    {
        var own = SoundOf(shot, stem) ?? throw new ArgumentException("The shot has no such sound.", nameof(stem));
        return row.Facts.Before.Count == 0
            ? Task.FromResult(own)
            : derived.GetAsync(
                $"{shot.Name}.{stem?.ToString() ?? "mix"}.wav",
                async (tools, path, cancel) => await new MovieJoiner(tools).JoinSoundsAsync(
                    await PartsAsync(row, shot, part => SoundOf(part, stem) ?? part.Picture, part => SoundOf(part, stem) is not null, cancel), path, cancel),
                stop);
    }

    private static string? SoundOf(PublishedShot shot, StemKind? stem) => stem is { } kind ? shot.Stems.GetValueOrDefault(kind) : shot.Mix;

    private async Task<IReadOnlyList<MoviePart>> PartsAsync(
        VideoRow row, PublishedShot shot, Func<PublishedShot, string> file, Func<PublishedShot, bool> hasSound, CancellationToken stop)
    {
        var parts = new List<MoviePart>();
        foreach (var segment in row.Facts.Before)
        {
            parts.Add(segment.MediaId is { } mediaId
                ? await OfUploadAsync(mediaId, segment.Seconds, stop)
                : Part(
                    library.Get(segment.Shot!) ?? throw new ApiException(
                        StatusCodes.Status404NotFound, $"A part of video '{row.Id}' is gone from the library.", null, "video_expired"),
                    segment.Seconds));
        }

        parts.Add(Part(shot, row.Facts.Made!.Seconds));
        return parts;

        MoviePart Part(PublishedShot part, double seconds)
        {
            var path = file(part);
            return new MoviePart(path, path.EndsWith(".wav", StringComparison.Ordinal) ? "wav" : "mov", seconds, hasSound(part));
        }
    }

    private async Task<MoviePart> OfUploadAsync(string mediaId, double seconds, CancellationToken stop)
    {
        var path = uploads.PathOf(mediaId);
        return new MoviePart(path, ClipContainer.Of(await MediaSniffer.ReadHeadAsync(path, stop)) ?? "mov", seconds, inspect(mediaId).HasSound);
    }
}
