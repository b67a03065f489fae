namespace Sora2.LocalServer.Clips;

/// <summary>How a proof is coded.</summary>
public enum ProofKind
{
    /// <summary>H.264 in MP4: nearly every browser, and quickly made.</summary>
    H264,

    /// <summary>VP9 in WebM: for browsers that were built without H.264.</summary>
    Vp9,
}
