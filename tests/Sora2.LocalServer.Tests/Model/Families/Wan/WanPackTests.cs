using System.Text.Json.Nodes;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Families.Wan;
using Sora2.LocalServer.Model.Weights;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Families.Wan;

/// <summary>What is read of a folder, and what is refused by name.</summary>
public sealed class WanPackTests : IDisposable
{
    private readonly WanFolder _folder = new();

    [Fact]
    public void Describe_SaysWhatThePackCanDo()
    {
        File.WriteAllText(_folder.PathOf("README.md"), "---\nlicense: apache-2.0\n---\n# Tiny\n");

        var manifest = Describe();

        Assert.Equal(("Wan", "Apache-2.0", 24.0, 24.0), (manifest.Family, manifest.License, manifest.Capabilities.MinFrameRate, manifest.Capabilities.MaxFrameRate));
        Assert.Equal([ShotTask.Shot, ShotTask.ExtendTail, ShotTask.Edit], manifest.Capabilities.Tasks);
        Assert.All(manifest.Capabilities.Sizes, static size => Assert.Equal((0, 0), (size.Width % 32, size.Height % 32)));
        Assert.Equal((50, 20, 5.0, 5.0), (manifest.Defaults.Steps, manifest.Defaults.DraftSteps, manifest.Defaults.Guidance, manifest.Defaults.SigmaShift));
        Assert.Equal(
            [
                "model_index.json", "scheduler/scheduler_config.json", "tokenizer/tokenizer.json", "text_encoder/config.json", "text_encoder/model.safetensors",
                "transformer/config.json", "transformer/diffusion_pytorch_model.safetensors", "vae/config.json", "vae/diffusion_pytorch_model.safetensors",
            ],
            manifest.Files.Select(static file => file.Path));
    }

    [Fact]
    public void Describe_KnowsTheDistilledOneByItsName() =>
        Assert.Equal((3, 1.0), (Describe("FastWan2.2-TI2V-5B").Defaults.Steps, Describe("FastWan2.2-TI2V-5B").Defaults.Guidance));

    [Fact]
    public void Describe_ListsShardsAndTheirIndex()
    {
        _folder.Shard("transformer", "diffusion_pytorch_model");

        Assert.Equal(
            ["transformer/diffusion_pytorch_model.safetensors.index.json", "transformer/diffusion_pytorch_model-00001-of-00002.safetensors", "transformer/diffusion_pytorch_model-00002-of-00002.safetensors"],
            Describe().Files.Select(static file => file.Path).Where(static path => path.Contains("diffusion_pytorch_model", StringComparison.Ordinal) && path.StartsWith('t')));
    }

    [Theory]
    [InlineData("transformer/config.json", "num_layers", "0", "num_layers")]
    [InlineData("transformer/config.json", "image_dim", "1280", "image_dim")]
    [InlineData("transformer/config.json", "qk_norm", "\"layer_norm\"", "qk_norm")]
    [InlineData("transformer/config.json", "secret_scale", "2", "secret_scale")]
    [InlineData("vae/config.json", "is_residual", "false", "is_residual")]
    [InlineData("vae/config.json", "latents_mean", "[0]", "latents_mean")]
    [InlineData("vae/config.json", "surprise", "1", "surprise")]
    [InlineData("text_encoder/config.json", "model_type", "\"t5\"", "model_type")]
    [InlineData("text_encoder/config.json", "new_bias", "true", "new_bias")]
    [InlineData("scheduler/scheduler_config.json", "prediction_type", "\"epsilon\"", "prediction_type")]
    [InlineData("scheduler/scheduler_config.json", "_class_name", "\"DDIMScheduler\"", "_class_name")]
    [InlineData("model_index.json", "_class_name", "\"LTXPipeline\"", "_class_name")]
    [InlineData("model_index.json", "expand_timesteps", "false", "expand_timesteps")]
    [InlineData("model_index.json", "transformer_2", "[\"diffusers\", \"WanTransformer3DModel\"]", "transformer_2")]
    public void Describe_RefusesWhatItDoesNotBuildByItsKey(string file, string key, string value, string named)
    {
        _folder.Edit(file, json => json[key] = JsonNode.Parse(value));

        Assert.Contains(named, Assert.Throws<InvalidDataException>(() => Describe()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tokenizer/tokenizer.json")]
    [InlineData("vae/config.json")]
    public void Describe_NamesAMissingPart(string file)
    {
        File.Delete(_folder.PathOf(file));

        Assert.Contains(file, Assert.Throws<InvalidDataException>(() => Describe()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_RefusesAShardThatIsHalfThere()
    {
        _folder.Shard("transformer", "diffusion_pytorch_model");
        var shard = _folder.PathOf("transformer/diffusion_pytorch_model-00002-of-00002.safetensors");
        File.WriteAllBytes(shard, File.ReadAllBytes(shard)[..^100]);

        Assert.Contains("00002-of-00002", Assert.Throws<WeightFormatException>(() => Describe()).Message, StringComparison.Ordinal);
        File.Delete(shard);
        Assert.Contains("not whole", Assert.Throws<WeightFormatException>(() => Describe()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_RefusesAnIndexThatLeadsElsewhere()
    {
        _folder.Shard("transformer", "diffusion_pytorch_model");
        _folder.Edit("transformer/diffusion_pytorch_model.safetensors.index.json", static json => json["weight_map"]!["proj_out.bias"] = "../vae/diffusion_pytorch_model.safetensors");

        Assert.Contains("proj_out.bias", Assert.Throws<WeightFormatException>(() => Describe()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_RefusesWeightsOfAnotherConfiguration()
    {
        _folder.Edit("transformer/config.json", static json => json["num_layers"] = 3);

        Assert.Contains("blocks.2.", Assert.Throws<WeightFormatException>(() => Describe()).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Sora2.LocalServer.Model.Packs.PackManifest Describe(string name = "tiny-wan") => WanPack.Describe(_folder.Folder, name, static _ => new string('0', 64));
}
