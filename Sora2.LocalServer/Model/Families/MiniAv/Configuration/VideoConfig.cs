namespace Sora2.LocalServer.Model.Families.MiniAv.Configuration;

/// <summary>The picture autoencoder.</summary>
internal sealed record VideoConfig
{
    /// <summary>Frames per latent frame; the one value of <see cref="Temporal"/> that this family's graphs are built for.</summary>
    public const int FramesPerLatentFrame = 4;

    /// <summary>Pixels per latent, each axis.</summary>
    public required int Spatial { get; init; }

    /// <summary>Frames per latent frame.</summary>
    public required int Temporal { get; init; }

    /// <summary>Channels of the latent.</summary>
    public required int Channels { get; init; }

    /// <summary>Widths of the encoder at 1/4, 1/8 and 1/16 of the picture.</summary>
    public required IReadOnlyList<int> Encoder { get; init; }

    /// <summary>Residual blocks at each width of the encoder.</summary>
    public required IReadOnlyList<int> EncoderBlocks { get; init; }

    /// <summary>Widths of the decoder at 1/4, 1/8 and 1/16 of the picture.</summary>
    public required IReadOnlyList<int> Decoder { get; init; }

    /// <summary>Residual blocks at each width of the decoder.</summary>
    public required IReadOnlyList<int> DecoderBlocks { get; init; }
}
