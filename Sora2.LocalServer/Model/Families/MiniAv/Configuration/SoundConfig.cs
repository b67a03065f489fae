namespace Sora2.LocalServer.Model.Families.MiniAv.Configuration;

/// <summary>The sound autoencoder, one for all stems.</summary>
internal sealed record SoundConfig
{
    /// <summary>Hz.</summary>
    public required int SampleRate { get; init; }

    /// <summary>Samples of the Fourier window (Hann).</summary>
    public required int Window { get; init; }

    /// <summary>Samples between windows.</summary>
    public required int Hop { get; init; }

    /// <summary>Windows per latent.</summary>
    public required int Stride { get; init; }

    /// <summary>Mel bands of a window.</summary>
    public required int Bands { get; init; }

    /// <summary>Channels of the latent.</summary>
    public required int Channels { get; init; }

    public required int Width { get; init; }

    /// <summary>Blocks of the decoder at each of its two rates.</summary>
    public required int Blocks { get; init; }

    /// <summary>Frequencies of a window.</summary>
    public int Bins => (Window / 2) + 1;

    /// <summary>Samples per latent.</summary>
    public int LatentHop => Hop * Stride;
}
