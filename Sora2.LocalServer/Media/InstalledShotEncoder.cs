using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media.Ffmpeg;

namespace Sora2.LocalServer.Media;

/// <summary>The encoder with the FFmpeg of this machine, looked for when it is first needed and again while it is missing.</summary>
internal sealed class InstalledShotEncoder : IShotEncoder, IDisposable
{
    private readonly SemaphoreSlim _finding = new(1);
    private FfmpegTools? _tools;

    public async Task CheckAsync(CancellationToken cancellationToken) => await FindAsync(cancellationToken);

    public async Task<EncodedShot> EncodeAsync(
        Reel reel, EncodeSettings settings, string folder, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var encoder = new ShotEncoder(await FindAsync(cancellationToken));
        return await encoder.EncodeAsync(reel, settings, folder, progress, cancellationToken);
    }

    public void Dispose() => _finding.Dispose();

    private async Task<FfmpegTools> FindAsync(CancellationToken cancellationToken)
    {
        if (_tools is { } known && File.Exists(known.FfmpegPath))
        {
            return known;
        }

        await _finding.WaitAsync(cancellationToken);
        try
        {
            return _tools = await FfmpegTools.FindAsync(Environment.GetEnvironmentVariable(FfmpegTools.FolderVariable), cancellationToken);
        }
        finally
        {
            _finding.Release();
        }
    }
}
