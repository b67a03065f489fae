using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Media.Ffmpeg.Proofs;

/// <summary>Makes proofs with the FFmpeg of this machine.</summary>
internal sealed class InstalledProofWriter(InstalledFfmpeg ffmpeg)
{
    /// <exception cref="FfmpegMissingException">FFmpeg is not installed.</exception>
    /// <exception cref="InvalidMediaException">The movie is gone, or was changed since it was published.</exception>
    public async Task WriteAsync(string movie, string path, ProofKind kind, CancellationToken cancellationToken)
    {
        var tools = await ffmpeg.FindAsync(cancellationToken);
        try
        {
            await new ProofWriter(tools).WriteAsync(movie, path, kind, cancellationToken);
        }
        catch (FfmpegException)
        {
            throw new InvalidMediaException($"{Path.GetFileName(movie)}, of which no proof can be made", "the picture as it was published; make the shot again from its recipe");
        }
    }
}
