namespace Sora2.LocalServer.Media.Ffmpeg;

/// <summary>The FFmpeg of this machine, looked for when it is first needed and again while it is missing.</summary>
internal sealed class InstalledFfmpeg : IDisposable
{
    private readonly SemaphoreSlim _finding = new(1);
    private FfmpegTools? _tools;

    /// <exception cref="FfmpegMissingException">It is not installed, or went away.</exception>
    public async Task<FfmpegTools> FindAsync(CancellationToken cancellationToken)
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

    public void Dispose() => _finding.Dispose();
}
