using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Media.Footage;
using Sora2.LocalServer.Model;
using Sora2.LocalServer.Model.Sources;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Jobs.Workers;

/// <summary>Reads uploads for the generator, whose thread is there to be blocked.</summary>
internal sealed class WorkerMedia(InstalledFfmpeg ffmpeg)
{
    /// <inheritdoc cref="StillSource"/>
    public float[] ReadStill(string path, int width, int height, FitPolicy fit, CancellationToken cancellationToken)
    {
        return ReadAsync().GetAwaiter().GetResult();

        async Task<float[]> ReadAsync() =>
            await new StillReader(await ffmpeg.FindAsync(cancellationToken)).ReadAsync(path, width, height, fit, cancellationToken);
    }

    /// <inheritdoc cref="ClipSource"/>
    public ClipFrames ReadClip(string path, ClipWish wish, CancellationToken cancellationToken)
    {
        return ReadAsync().GetAwaiter().GetResult();

        async Task<ClipFrames> ReadAsync()
        {
            var tools = await ffmpeg.FindAsync(cancellationToken);
            var clip = await new FootageProbe(tools).InspectAsync(path, cancellationToken);
            // Where the clip really ends is only found by reading it.
            var toEnd = wish.KeepsLast && wish.End > clip.DurationSeconds - (0.5 / clip.FrameRate.FramesPerSecond);
            var part = toEnd ? FootagePart.Last(wish.End - wish.Start) : FootagePart.Between(wish.Start, wish.End, wish.KeepsLast);
            var least = Math.Min(1 / wish.FrameRate.FramesPerSecond, wish.End - wish.Start);
            var read = await new FootageReader(tools).ReadAsync(
                path, new FootageWish(part, wish.Width, wish.Height, wish.FrameRate, wish.Fit, least), cancellationToken);
            return new ClipFrames(read.Frames, read.Picture, read.HasSound ? read.Sound : []);
        }
    }
}
