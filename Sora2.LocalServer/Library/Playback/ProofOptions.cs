namespace Sora2.LocalServer.Library.Playback;

/// <summary>How much disk the proofs of shots may take.</summary>
public sealed record ProofOptions
{
    /// <summary>All proofs together. Default: 1 GiB, some thousand shots.</summary>
    public long BudgetBytes { get; init; } = 1L << 30;
}
