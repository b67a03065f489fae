namespace Sora2.LocalServer.Editors.Sequences;

/// <summary>A sequence's colour by the code points of ITU-T H.273; 2 is "unspecified".</summary>
/// <param name="Primaries">1 is Rec. 709, 9 is Rec. 2020.</param>
/// <param name="Transfer">1 is Rec. 709, 16 is PQ, 18 is HLG.</param>
/// <param name="Matrix">1 is Rec. 709, 9 is Rec. 2020.</param>
public sealed record ColourTags(int Primaries, int Transfer, int Matrix, bool FullRange = false)
{
    private const int Rec709 = 1;
    private const int Unspecified = 2;

    /// <summary>Whether a Rec. 709 shot lies in such a sequence as it is. What is not specified is taken for it.</summary>
    public bool IsRec709 => !FullRange && Primaries is Rec709 or Unspecified && Transfer is Rec709 or Unspecified && Matrix is Rec709 or Unspecified;
}
