using System.Text.Json;
using Sora2.LocalServer.Model.Families.Wan.Configuration;
using Sora2.LocalServer.Model.Runtime;
using Sora2.LocalServer.Model.Text;
using Sora2.LocalServer.Model.Weights;
using Sora2.LocalServer.Tests.Model.Graphs;

namespace Sora2.LocalServer.Tests.Model.Families.Wan;

/// <summary>
/// A pack of random F32 weights in Wan 2.2 TI2V's layout, and what the reference makes of it: diffusers 0.40.0.dev0, transformers 5.12.1,
/// torch 2.14.1 on a CPU. i2v.image was written anew as F32, 0..255.
/// </summary>
public sealed class TinyPack : IDisposable
{
    private readonly WeightStore _reference = WeightStore.Open(Path.Combine(Root, "reference.safetensors"));

    public static string Root { get; } = Path.Combine(Repository(), "tests", "Sora2.LocalServer.Tests", "Model", "Families", "Wan", "tiny");

    public static string Folder { get; } = Path.Combine(Root, "pack");

    internal static ModelRuntime Runtime => GraphRun.Runtime;

    internal WanConfig Config { get; } = WanConfig.Read(Folder);

    internal SentencePieceTokenizer Tokenizer { get; } = SentencePieceTokenizer.Read(Path.Combine(Folder, "tokenizer", "tokenizer.json"));

    internal WeightStore Text { get; } = WeightStore.Open(Path.Combine(Folder, "text_encoder", "model.safetensors"));

    internal WeightStore Transformer { get; } = WeightStore.Open(Path.Combine(Folder, "transformer", "diffusion_pytorch_model.safetensors"));

    internal WeightStore Vae { get; } = WeightStore.Open(Path.Combine(Folder, "vae", "diffusion_pytorch_model.safetensors"));

    /// <summary>The three prompts and the negative one, as they stand in text.input_ids.</summary>
    public static IReadOnlyList<string> Prompts()
    {
        using var file = new BinaryReader(File.OpenRead(Path.Combine(Root, "reference.safetensors")));
        using var header = JsonDocument.Parse(file.ReadBytes((int)file.ReadInt64()));
        var said = header.RootElement.GetProperty("__metadata__");
        using var prompts = JsonDocument.Parse(said.GetProperty("prompts").GetString()!);
        return [.. prompts.RootElement.EnumerateArray().Select(prompt => prompt.GetString()!), said.GetProperty("negative").GetString()!];
    }

    internal Tensor Tensor(string name) => _reference.Get(name);

    internal float[] Values(string name) => Tensor(name).Floats.ToArray();

    /// <summary>Alike to <paramref name="tolerance"/> of the largest value.</summary>
    internal static void Same(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float tolerance = 1e-4f)
    {
        Xunit.Assert.Equal(expected.Length, actual.Length);
        var (largest, apart) = (0f, 0f);
        for (var i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i]));
            apart = Math.Max(apart, float.IsNaN(actual[i]) ? float.PositiveInfinity : Math.Abs(expected[i] - actual[i]));
        }

        Xunit.Assert.True(apart <= tolerance * largest, $"apart by {apart}, largest value {largest}");
    }

    /// <summary>Where the repository lies.</summary>
    public static string Repository()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Sora2Plugin.sln")))
        {
            root = Path.GetDirectoryName(root) ?? throw new DirectoryNotFoundException("The tests do not lie in the repository.");
        }

        return root;
    }

    public void Dispose()
    {
        _reference.Dispose();
        Text.Dispose();
        Transformer.Dispose();
        Vae.Dispose();
    }
}
