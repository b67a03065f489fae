namespace Sora2.LocalServer.Model.Families.MiniAv.Configuration;

/// <summary>The music autoencoder: one oscillator a semitone, and noise in bands.</summary>
internal sealed record MusicConfig
{
    /// <summary>Hz.</summary>
    public required int SampleRate { get; init; }

    /// <summary>Samples between frames.</summary>
    public required int Hop { get; init; }

    /// <summary>Frames per latent.</summary>
    public required int Stride { get; init; }

    /// <summary>Oscillators, a semitone apart.</summary>
    public required int Bands { get; init; }

    /// <summary>The first oscillator's note as MIDI counts them: 69 is 440 Hz.</summary>
    public required int Lowest { get; init; }

    public required int NoiseBands { get; init; }

    /// <summary>Samples of the filters that give noise its bands; odd, so that they have a middle.</summary>
    public required int NoiseWindow { get; init; }

    /// <summary>Channels of the latent.</summary>
    public required int Channels { get; init; }

    public required int Width { get; init; }

    public required int Blocks { get; init; }

    /// <summary>Samples per latent.</summary>
    public int LatentHop => Hop * Stride;
}
