namespace Sora2.LocalServer.Library.Playback;

/// <summary>How much disk the decoded pictures may take.</summary>
public sealed record FramesOptions
{
    /// <summary>
    /// Bytes of all frames files together; the least recently asked for go first. One shot larger than this is kept alone.
    /// Default 16 GiB: thirteen shots of four seconds in HD, or three in UHD.
    /// </summary>
    public long BudgetBytes { get; init; } = 16L << 30;

    /// <summary>Free bytes that must be left on the disk beside the frames. Default 1 GiB.</summary>
    public long DiskReserveBytes { get; init; } = 1L << 30;
}
