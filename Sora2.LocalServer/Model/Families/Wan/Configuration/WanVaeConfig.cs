using System.Text.Json.Serialization;

namespace Sora2.LocalServer.Model.Families.Wan.Configuration;

/// <summary>The picture code: vae/config.json of a diffusers folder.</summary>
internal sealed record WanVaeConfig
{
    private const string File = "vae/config.json";

    [JsonPropertyName("_class_name")]
    public string ClassName { get; init; } = "";

    [JsonPropertyName("_diffusers_version")]
    public string DiffusersVersion { get; init; } = "";

    [JsonPropertyName("_name_or_path")]
    public string? NameOrPath { get; init; }

    public required int BaseDim { get; init; }

    public int? DecoderBaseDim { get; init; }

    /// <summary>Channels of the latent.</summary>
    public required int ZDim { get; init; }

    public required IReadOnlyList<int> DimMult { get; init; }

    public required int NumResBlocks { get; init; }

    public required IReadOnlyList<double> AttnScales { get; init; }

    /// <summary>Whether a stage halves the frames, from the picture inwards. The key is spelt so.</summary>
    public required IReadOnlyList<bool> TemperalDownsample { get; init; }

    public double Dropout { get; init; }

    public required IReadOnlyList<float> LatentsMean { get; init; }

    public required IReadOnlyList<float> LatentsStd { get; init; }

    public required bool IsResidual { get; init; }

    public required int InChannels { get; init; }

    public required int OutChannels { get; init; }

    /// <summary>Pixels that become channels before the first layer, each axis.</summary>
    public required int PatchSize { get; init; }

    public required int ScaleFactorTemporal { get; init; }

    public required int ScaleFactorSpatial { get; init; }

    public bool? ClipOutput { get; init; }

    /// <summary>Frames of a latent frame; the first latent frame holds one.</summary>
    [JsonIgnore]
    public int Temporal => ScaleFactorTemporal;

    /// <summary>Pixels of a latent, each axis.</summary>
    [JsonIgnore]
    public int Spatial => ScaleFactorSpatial;

    [JsonIgnore]
    public int DecoderDim => DecoderBaseDim ?? BaseDim;

    /// <exception cref="InvalidDataException">Numbers that cannot be, or a variant that this server does not build.</exception>
    public void Check()
    {
        WanJson.Require(ClassName == "AutoencoderKLWan", File, "_class_name", ClassName, "AutoencoderKLWan is read");
        WanJson.Require(IsResidual, File, "is_residual", IsResidual, "true, the code of Wan 2.2 TI2V, is built");
        WanJson.Require(BaseDim is >= 1 and <= 4096, File, "base_dim", BaseDim, "1 to 4096 are possible");
        WanJson.Require(DecoderDim is >= 1 and <= 4096, File, "decoder_base_dim", DecoderBaseDim, "1 to 4096 are possible");
        WanJson.Require(ZDim is >= 1 and <= 1024, File, "z_dim", ZDim, "1 to 1024 are possible");
        WanJson.Require(DimMult.Count is >= 2 and <= 8 && DimMult.All(factor => factor is >= 1 and <= 64), File, "dim_mult", $"[{string.Join(", ", DimMult)}]", "2 to 8 numbers from 1 to 64 are possible");
        WanJson.Require(TemperalDownsample.Count == DimMult.Count - 1, File, "temperal_downsample", $"a list of {TemperalDownsample.Count}", $"dim_mult asks for {DimMult.Count - 1}");
        WanJson.Require(NumResBlocks is >= 1 and <= 16, File, "num_res_blocks", NumResBlocks, "1 to 16 are possible");
        WanJson.Require(AttnScales.Count == 0, File, "attn_scales", $"a list of {AttnScales.Count}", "an empty list is built");
        WanJson.Require(PatchSize is >= 1 and <= 8, File, "patch_size", PatchSize, "1 to 8 are possible");
        WanJson.Require(InChannels == 3 * PatchSize * PatchSize, File, "in_channels", InChannels, $"RGB in patches makes {3 * PatchSize * PatchSize}");
        WanJson.Require(OutChannels == InChannels, File, "out_channels", OutChannels, $"it must be in_channels, {InChannels}");
        WanJson.Require(LatentsMean.Count == ZDim, File, "latents_mean", $"a list of {LatentsMean.Count}", $"z_dim asks for {ZDim}");
        WanJson.Require(LatentsStd.Count == ZDim && LatentsStd.All(value => value > 0), File, "latents_std", $"a list of {LatentsStd.Count}", $"z_dim asks for {ZDim}, all above 0");
        WanJson.Require(Spatial == PatchSize << TemperalDownsample.Count, File, "scale_factor_spatial", Spatial, $"the stages make {PatchSize << TemperalDownsample.Count}");
        WanJson.Require(Temporal == 1 << TemperalDownsample.Count(halves => halves), File, "scale_factor_temporal", Temporal, $"the stages make {1 << TemperalDownsample.Count(halves => halves)}");
    }
}
