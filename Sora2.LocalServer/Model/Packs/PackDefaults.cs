namespace Sora2.LocalServer.Model.Packs;

/// <summary>Settings that suit a pack when a request leaves them open.</summary>
public sealed record PackDefaults
{
    /// <summary>Denoising steps of a final shot.</summary>
    public required int Steps { get; init; }

    /// <summary>Denoising steps of a draft.</summary>
    public required int DraftSteps { get; init; }

    /// <summary>Classifier-free guidance; 1 is none.</summary>
    public required double Guidance { get; init; }

    /// <summary>Above 1 spends more of the steps where noise is strong.</summary>
    public double SigmaShift { get; init; } = 1;

    /// <summary>The same for the sound. Above <see cref="SigmaShift"/> it is decided when the picture already shows what happens when.</summary>
    public double SoundSigmaShift { get; init; } = 1;
}
