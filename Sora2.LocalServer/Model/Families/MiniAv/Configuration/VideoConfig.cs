namespace Sora2.LocalServer.Model.Families.MiniAv.Configuration;

/// <summary>The picture autoencoder.</summary>
internal sealed record VideoConfig
{
    /// <summary>Pixels per latent, each axis.</summary>
    public required int Spatial { get; init; }

    /// <summary>Frames per latent frame.</summary>
    public required int Temporal { get; init; }

    /// <summary>Channels of the latent.</summary>
    public required int Channels { get; init; }

    /// <summary>Widths at 1/4, 1/8 and 1/16 of the picture.</summary>
    public required IReadOnlyList<int> Decoder { get; init; }

    /// <summary>Residual blocks at each width.</summary>
    public required IReadOnlyList<int> DecoderBlocks { get; init; }
}
