using System.Text.Json;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Families.Wan.Configuration;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Text;
using Sora2.LocalServer.Model.Weights;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Model.Families.Wan;

/// <summary>Reads a diffusers folder of Wan 2.2 TI2V as a pack: what it can do, and the files that it needs.</summary>
internal static class WanPack
{
    private const string Index = "model_index.json";
    private const double NativeRate = 24;
    private const double LongSeconds = 30;

    private static readonly string[] s_licences = ["LICENSE", "LICENSE.txt", "LICENSE.md"];

    // Distilled to few steps without guidance; nothing in the folder's files says so but its name.
    private const string Distilled = "FastWan";

    /// <summary>Whether a folder looks like a diffusers pipeline at all.</summary>
    public static bool Is(string folder) => File.Exists(Path.Combine(folder, Index));

    /// <summary>A manifest of the folder, sizes included; nothing of the weights is read but their headers.</summary>
    /// <param name="hash">SHA-256 of a file, 64 lower-case hex digits.</param>
    /// <exception cref="InvalidDataException">Another pipeline, or one that this server does not build.</exception>
    /// <exception cref="WeightFormatException">A weight file is missing, cut off or damaged, or does not fit the configuration.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static PackManifest Describe(string folder, string name, Func<string, string> hash)
    {
        var config = Check(folder);
        var fast = name.Contains(Distilled, StringComparison.OrdinalIgnoreCase)
            || Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)).Contains(Distilled, StringComparison.OrdinalIgnoreCase);
        return new PackManifest
        {
            Format = PackManifest.CurrentFormat,
            Name = name,
            Family = WanModel.Family,
            Version = "2.2",
            License = LicenseOf(folder),
            Description = "Wan 2.2 TI2V: text and first frame to picture, 24 frames a second. Sounds are made by the embedded pack from the picture.",
            Capabilities = new PackCapabilities
            {
                Tasks = [ShotTask.Shot, ShotTask.ExtendTail, ShotTask.Edit],
                Stems = [StemKind.Effects, StemKind.Ambience, StemKind.Music],
                SoundPack = PackCatalog.DefaultPack,
                Sizes = SizesOf(config),
                MinFrameRate = NativeRate,
                MaxFrameRate = NativeRate,
                MaxSeconds = 121 / NativeRate,
                LongSeconds = LongSeconds,
                FirstFrame = true,
                Languages = ["en", "zh"],
            },
            Defaults = new PackDefaults { Steps = fast ? 3 : 50, DraftSteps = fast ? 3 : 20, Guidance = fast ? 1 : 5, SigmaShift = config.Scheduler.SigmaShift },
            Files = [.. FilesOf(folder).Select(file => FileOf(folder, file, hash))],
        };
    }

    /// <summary>Whether a folder holds all that the graphs ask for, by its configurations and the headers of its weights.</summary>
    /// <inheritdoc cref="Describe" path="/exception"/>
    public static WanConfig Check(string folder)
    {
        CheckPipeline(folder);
        var config = Configuration(folder);
        CheckWeights(folder, config);
        _ = SentencePieceTokenizer.Read(Path.Combine(folder, "tokenizer", "tokenizer.json"));
        return config;
    }

    // A folder without one of the parts is named by that part.
    private static WanConfig Configuration(string folder)
    {
        foreach (var file in (string[])["transformer/config.json", "vae/config.json", "text_encoder/config.json", "scheduler/scheduler_config.json", "tokenizer/tokenizer.json"])
        {
            if (!File.Exists(Path.Combine(folder, file)))
            {
                throw new InvalidDataException($"{file} is missing: this is not the whole folder of a diffusers pipeline.");
            }
        }

        return WanConfig.Read(folder);
    }

    private static void CheckPipeline(string folder)
    {
        try
        {
            using var index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, Index)), new JsonDocumentOptions { MaxDepth = 8 });
            var pipeline = index.RootElement.GetProperty("_class_name").GetString();
            WanJson.Require(pipeline is "WanPipeline" or "WanImageToVideoPipeline", Index, "_class_name", pipeline, "WanPipeline and WanImageToVideoPipeline are read");
            WanJson.Require(
                index.RootElement.TryGetProperty("expand_timesteps", out var expand) && expand.ValueKind == JsonValueKind.True, Index, "expand_timesteps", "not true",
                "Wan 2.2 TI2V, which has a noise level for each token, is built");
            WanJson.Require(
                !index.RootElement.TryGetProperty("transformer_2", out var second) || second[0].ValueKind == JsonValueKind.Null, Index, "transformer_2", "there",
                "models of two denoisers are not built");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"{Index} is no index of a diffusers pipeline ({error.Message})", error);
        }
    }

    private static void CheckWeights(string folder, WanConfig config)
    {
        Check("transformer", Denoising.DenoiserGraphs.BuildWhole(config.Transformer));
        Check("vae", Picture.CodeGraph.Decoder(config.Vae, 1, 1, first: false).Graph);
        Check("vae", Picture.CodeGraph.Encoder(config.Vae, 1 << (config.Vae.DimMult.Count - 1), 1 << (config.Vae.DimMult.Count - 1), first: false).Graph);
        using var text = WanWeights.Open(Path.Combine(folder, "text_encoder"));
        for (var layer = 0; layer < config.Text.NumLayers; layer++)
        {
            foreach (var use in Text.TextLayerGraph.Build(config.Text).Weights)
            {
                text.Check(use with { Name = $"encoder.block.{layer}.{use.Name}" });
            }
        }

        void Check(string part, Graphs.Graph graph)
        {
            using var weights = WanWeights.Open(Path.Combine(folder, part));
            foreach (var use in graph.Weights)
            {
                weights.Check(use);
            }
        }
    }

    // What the denoiser was trained at first; the others have about as many tokens, or a third of them.
    private static IReadOnlyList<PackSize> SizesOf(WanConfig config)
    {
        var step = config.Vae.Spatial * 2;
        (int Width, int Height)[] sizes = [(1280, 704), (704, 1280), (960, 960), (1088, 832), (832, 1088)];
        return [.. sizes.Select(size => new PackSize(size.Width / step * step, size.Height / step * step))];
    }

    private static IEnumerable<string> FilesOf(string folder)
    {
        if (s_licences.FirstOrDefault(file => File.Exists(Path.Combine(folder, file))) is { } licence)
        {
            yield return licence;
        }

        yield return Index;
        yield return "scheduler/scheduler_config.json";
        yield return "tokenizer/tokenizer.json";
        foreach (var part in (string[])["text_encoder", "transformer", "vae"])
        {
            yield return $"{part}/config.json";
            foreach (var file in WanWeights.AllFilesOf(Path.Combine(folder, part)))
            {
                yield return $"{part}/{Path.GetFileName(file)}";
            }
        }
    }

    private static PackFile FileOf(string folder, string file, Func<string, string> hash)
    {
        var path = Path.Combine(folder, file.Replace('/', Path.DirectorySeparatorChar));
        var target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? new FileInfo(path);
        return new PackFile(file, target.Length, hash(path));
    }

    // As the model's card says at its top.
    private static string LicenseOf(string folder)
    {
        var card = Path.Combine(folder, "README.md");
        if (!File.Exists(card))
        {
            return "unknown";
        }

        var line = File.ReadLines(card).Take(40).FirstOrDefault(static line => line.StartsWith("license:", StringComparison.Ordinal));
        var said = line?["license:".Length..].Trim() ?? "";
        return said is "" ? "unknown" : said.Equals("apache-2.0", StringComparison.OrdinalIgnoreCase) ? "Apache-2.0" : said[..Math.Min(said.Length, 64)];
    }
}
