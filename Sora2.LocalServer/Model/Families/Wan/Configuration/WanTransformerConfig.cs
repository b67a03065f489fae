using System.Text.Json.Serialization;

namespace Sora2.LocalServer.Model.Families.Wan.Configuration;

/// <summary>The denoiser: transformer/config.json of a diffusers folder.</summary>
internal sealed record WanTransformerConfig
{
    private const string File = "transformer/config.json";

    [JsonPropertyName("_class_name")]
    public string ClassName { get; init; } = "";

    [JsonPropertyName("_diffusers_version")]
    public string DiffusersVersion { get; init; } = "";

    [JsonPropertyName("_name_or_path")]
    public string? NameOrPath { get; init; }

    public required int NumAttentionHeads { get; init; }

    public required int AttentionHeadDim { get; init; }

    /// <summary>Channels of the latent that is denoised.</summary>
    public required int InChannels { get; init; }

    public required int OutChannels { get; init; }

    /// <summary>Latents of a token: frames, rows, columns.</summary>
    public required IReadOnlyList<int> PatchSize { get; init; }

    public required int TextDim { get; init; }

    /// <summary>Numbers of a timestep's sinusoid.</summary>
    public required int FreqDim { get; init; }

    public required int FfnDim { get; init; }

    public required int NumLayers { get; init; }

    public required bool CrossAttnNorm { get; init; }

    public required string QkNorm { get; init; }

    public required float Eps { get; init; }

    public required int RopeMaxSeqLen { get; init; }

    public int? ImageDim { get; init; }

    public int? AddedKvProjDim { get; init; }

    public int? PosEmbedSeqLen { get; init; }

    /// <summary>Numbers of a token inside the model.</summary>
    [JsonIgnore]
    public int Width => NumAttentionHeads * AttentionHeadDim;

    /// <summary>Numbers of a token's latents.</summary>
    [JsonIgnore]
    public int TokenWidth => InChannels * PatchSize.Aggregate(1, (all, size) => all * size);

    /// <exception cref="InvalidDataException">Numbers that cannot be, or a variant that this server does not build.</exception>
    public void Check()
    {
        WanJson.Require(ClassName == "WanTransformer3DModel", File, "_class_name", ClassName, "WanTransformer3DModel is read");
        WanJson.Require(NumAttentionHeads is >= 1 and <= 256, File, "num_attention_heads", NumAttentionHeads, "1 to 256 are possible");
        WanJson.Require(AttentionHeadDim is >= 8 and <= 512 && AttentionHeadDim % 2 == 0, File, "attention_head_dim", AttentionHeadDim, "even numbers from 8 to 512 are possible");
        WanJson.Require(InChannels is >= 1 and <= 1024, File, "in_channels", InChannels, "1 to 1024 are possible");
        WanJson.Require(OutChannels == InChannels, File, "out_channels", OutChannels, $"it must be in_channels, {InChannels}");
        WanJson.Require(PatchSize is [1, 2, 2], File, "patch_size", $"[{string.Join(", ", PatchSize)}]", "[1, 2, 2] is built");
        WanJson.Require(TextDim is >= 1 and <= 65536, File, "text_dim", TextDim, "1 to 65536 are possible");
        WanJson.Require(FreqDim is >= 2 and <= 4096 && FreqDim % 2 == 0, File, "freq_dim", FreqDim, "even numbers from 2 to 4096 are possible");
        WanJson.Require(FfnDim is >= 1 and <= 1 << 20, File, "ffn_dim", FfnDim, "1 to 1048576 are possible");
        WanJson.Require(NumLayers is >= 1 and <= 1000, File, "num_layers", NumLayers, "1 to 1000 are possible");
        WanJson.Require(CrossAttnNorm, File, "cross_attn_norm", CrossAttnNorm, "true is built");
        WanJson.Require(QkNorm == "rms_norm_across_heads", File, "qk_norm", QkNorm, "rms_norm_across_heads is built");
        WanJson.Require(Eps is > 0 and < 1, File, "eps", Eps, "numbers between 0 and 1 are possible");
        WanJson.Require(RopeMaxSeqLen is >= 1 and <= 1 << 20, File, "rope_max_seq_len", RopeMaxSeqLen, "1 to 1048576 are possible");
        WanJson.Require(ImageDim is null, File, "image_dim", ImageDim, "models with an image encoder are not built");
        WanJson.Require(AddedKvProjDim is null, File, "added_kv_proj_dim", AddedKvProjDim, "models with an image encoder are not built");
        WanJson.Require(PosEmbedSeqLen is null, File, "pos_embed_seq_len", PosEmbedSeqLen, "models with an image encoder are not built");
    }
}
