using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Media.Verification;

/// <summary>Decodes a picture that came from outside once, small, so that a broken one is refused before a job hangs on it.</summary>
internal sealed class PictureCheck(InstalledFfmpeg ffmpeg)
{
    private const int Width = 64;
    private const int Height = 36;

    /// <exception cref="InvalidMediaException">A picture by its first bytes that cannot be decoded or is too large.</exception>
    public async Task CheckAsync(string path, CancellationToken cancellationToken)
    {
        // Movies and sounds are looked at by whoever takes them.
        if (await MediaSniffer.SniffAsync(path, cancellationToken) is MediaKind.Png or MediaKind.Jpeg or MediaKind.WebP or MediaKind.Tiff)
        {
            var reader = new StillReader(await ffmpeg.FindAsync(cancellationToken));
            await reader.ReadAsync(path, Width, Height, FitPolicy.Fill, cancellationToken);
        }
    }
}
