namespace Sora2.LocalServer.Planning.Memory;

/// <summary>What a worker may take, and how it keeps to it.</summary>
public sealed record MemoryPlan
{
    /// <summary>Most that the worker is expected to take, bytes.</summary>
    public long PeakBytes { get; init; }

    /// <summary>Of that, for the weights of the denoiser's layers: as many as fit are kept from step to step. 0: as few as it runs with.</summary>
    public long LayerBytes { get; init; }

    /// <summary>Whether the picture is decoded in tiles of half the usual side.</summary>
    public bool SmallTiles { get; init; }
}
