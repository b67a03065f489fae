namespace Sora2.LocalServer.Media.Footage;

/// <summary>How a clip's code values are to be read, in FFmpeg's words; null is what the clip does not say.</summary>
public sealed record ClipColour(string? Primaries, string? Transfer, string? Matrix, bool FullRange)
{
    /// <summary>PQ or HLG.</summary>
    public bool IsHdr => Transfer is "smpte2084" or "arib-std-b67";

    /// <summary>"PQ", "HLG" or "SDR".</summary>
    public string Name => Transfer switch { "smpte2084" => "PQ", "arib-std-b67" => "HLG", _ => "SDR" };
}
