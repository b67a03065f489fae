using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media.Ffmpeg;

namespace Sora2.LocalServer.Media;

/// <summary>Decodes published pictures with the FFmpeg of this machine.</summary>
internal sealed class InstalledFrameDecoder(InstalledFfmpeg ffmpeg)
{
    private const string Allowed = "the picture as it was published; make the shot again from its recipe";

    /// <exception cref="FfmpegMissingException">FFmpeg is not installed.</exception>
    /// <exception cref="InvalidMediaException">The movie is gone, or was changed since it was published.</exception>
    public Task<FramesHeader> InspectAsync(string movie, CancellationToken cancellationToken) =>
        TranslateAsync(movie, async decoder => await decoder.InspectAsync(movie, cancellationToken), cancellationToken);

    /// <summary>Writes all frames, as a frames file has them.</summary>
    /// <exception cref="FfmpegMissingException">FFmpeg is not installed.</exception>
    /// <exception cref="InvalidMediaException">The movie is gone, or was changed since it was published.</exception>
    /// <exception cref="IOException"><paramref name="output"/> cannot take it.</exception>
    public Task DecodeAsync(string movie, FramesHeader header, Stream output, CancellationToken cancellationToken) =>
        TranslateAsync(
            movie,
            async decoder =>
            {
                await decoder.DecodeAsync(movie, header, output, cancellationToken);
                return header;
            },
            cancellationToken);

    private async Task<FramesHeader> TranslateAsync(
        string movie, Func<FrameDecoder, Task<FramesHeader>> work, CancellationToken cancellationToken)
    {
        var tools = await ffmpeg.FindAsync(cancellationToken);
        try
        {
            return await work(new FrameDecoder(tools));
        }
        catch (FfmpegException error)
        {
            throw new InvalidMediaException($"{Path.GetFileName(movie)}, which cannot be decoded ({FirstLine(error.Said, movie)})", Allowed);
        }
    }

    private static string FirstLine(string said, string movie)
    {
        var line = said.Replace(movie, "the file", StringComparison.Ordinal).Split('\n')[0].Trim();
        return line.Length > 160 ? line[..160] : line.Length == 0 ? "no reason given" : line;
    }
}
