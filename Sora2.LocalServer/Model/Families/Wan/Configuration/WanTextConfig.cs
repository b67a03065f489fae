using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sora2.LocalServer.Model.Families.Wan.Configuration;

/// <summary>The text encoder, UMT5: text_encoder/config.json of a diffusers folder.</summary>
internal sealed record WanTextConfig
{
    private const string File = "text_encoder/config.json";

    public required string ModelType { get; init; }

    public required int DModel { get; init; }

    /// <summary>Numbers of a head.</summary>
    public required int DKv { get; init; }

    public required int DFf { get; init; }

    public required int NumHeads { get; init; }

    public required int NumLayers { get; init; }

    public required int VocabSize { get; init; }

    public required string FeedForwardProj { get; init; }

    public required float LayerNormEpsilon { get; init; }

    public required int RelativeAttentionNumBuckets { get; init; }

    public required int RelativeAttentionMaxDistance { get; init; }

    /// <summary>What the encoder alone does not need.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? Others { get; init; }

    [JsonIgnore]
    public int InnerWidth => NumHeads * DKv;

    /// <exception cref="InvalidDataException">Numbers that cannot be, or a variant that this server does not build.</exception>
    public void Check()
    {
        WanJson.Require(ModelType == "umt5", File, "model_type", ModelType, "umt5 is built");
        WanJson.Require(FeedForwardProj == "gated-gelu", File, "feed_forward_proj", FeedForwardProj, "gated-gelu is built");
        WanJson.Require(DModel is >= 1 and <= 65536, File, "d_model", DModel, "1 to 65536 are possible");
        WanJson.Require(DKv is >= 1 and <= 1024, File, "d_kv", DKv, "1 to 1024 are possible");
        WanJson.Require(DFf is >= 1 and <= 1 << 20, File, "d_ff", DFf, "1 to 1048576 are possible");
        WanJson.Require(NumHeads is >= 1 and <= 1024, File, "num_heads", NumHeads, "1 to 1024 are possible");
        WanJson.Require(NumLayers is >= 1 and <= 1000, File, "num_layers", NumLayers, "1 to 1000 are possible");
        WanJson.Require(VocabSize is >= 3 and <= 1 << 22, File, "vocab_size", VocabSize, "3 to 4194304 are possible");
        WanJson.Require(LayerNormEpsilon is > 0 and < 1, File, "layer_norm_epsilon", LayerNormEpsilon, "numbers between 0 and 1 are possible");
        WanJson.Require(RelativeAttentionNumBuckets is >= 4 and <= 1024, File, "relative_attention_num_buckets", RelativeAttentionNumBuckets, "4 to 1024 are possible");
        WanJson.Require(
            RelativeAttentionMaxDistance > RelativeAttentionNumBuckets / 4 && RelativeAttentionMaxDistance <= 1 << 20,
            File, "relative_attention_max_distance", RelativeAttentionMaxDistance, $"{RelativeAttentionNumBuckets / 4 + 1} to 1048576 are possible");
        foreach (var key in Others?.Keys ?? [])
        {
            WanJson.Require(s_others.Contains(key), File, key, "there", "this server does not know what it means");
        }
    }

    // Of the decoder, of training and of whoever wrote the file.
    private static readonly HashSet<string> s_others =
    [
        "architectures", "classifier_dropout", "decoder_start_token_id", "dense_act_fn", "dropout_rate", "dtype", "eos_token_id", "bos_token_id",
        "initializer_factor", "is_decoder", "is_encoder_decoder", "is_gated_act", "num_decoder_layers", "output_past", "pad_token_id",
        "scalable_attention", "tie_word_embeddings", "tokenizer_class", "torch_dtype", "transformers_version", "use_cache", "_name_or_path",
    ];
}
