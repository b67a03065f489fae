using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Model.Upscaling;

/// <summary>Fills a reel with another one's frames made larger, and with its stems as they are.</summary>
internal static class ReelUpscaler
{
    /// <param name="reel">As long as <paramref name="made"/>, with the same stems; its sides are the upscaler's factor times as long.</param>
    /// <exception cref="OperationCanceledException">Cancelled between two tiles; the reel is undefined.</exception>
    public static void Fill(Reel made, ReelWriter reel, FrameUpscaler upscaler, ProgressLog log, CancellationToken cancellationToken)
    {
        var picture = made.Header.Picture;
        var upscaled = new ushort[checked(3 * reel.Header.Picture.PixelsPerFrame)];
        for (var frame = 0; frame < picture.Frames; frame++)
        {
            log.Report("upscale", frame, picture.Frames);
            upscaler.Upscale(made.Frame(frame), picture.Height, picture.Width, upscaled, log.Continue, cancellationToken);
            reel.WriteFrame(frame, upscaled);
        }

        foreach (var stem in made.Header.Stems)
        {
            reel.WriteStem(stem, made.Stem(stem));
        }

        log.Report("upscale", picture.Frames, picture.Frames);
    }
}
