using System.Text.Json;
using Sora2.LocalServer.Model.Weights;

namespace Sora2.LocalServer.Model.Families.Wan;

/// <summary>The weight files of one part of a diffusers folder: one file, or shards with an index.</summary>
internal static class WanWeights
{
    private const int MaxIndexLength = 64 << 20;

    /// <summary>As diffusers and transformers call them.</summary>
    private static readonly string[] s_names = ["diffusion_pytorch_model", "model"];

    /// <summary>The files of a part, the index not among them.</summary>
    /// <param name="part">Folder of the part.</param>
    /// <exception cref="WeightFormatException">There are none, or the index names what cannot be.</exception>
    public static IReadOnlyList<string> FilesOf(string part) => Find(part) switch
    {
        ({ } single, _) => [single],
        (_, { } index) => [.. MapOf(index).Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(file => Path.Combine(part, file))],
        _ => throw new WeightFormatException(Path.Combine(part, $"{s_names[0]}.safetensors"), "it is missing, and so is an index of shards."),
    };

    /// <summary>The files of a part, and the index of shards where there is one.</summary>
    /// <exception cref="WeightFormatException">There are none, or the index names what cannot be.</exception>
    public static IReadOnlyList<string> AllFilesOf(string part) => Find(part).Index is { } index ? [index, .. FilesOf(part)] : FilesOf(part);

    /// <summary>Opens a part; of shards every tensor that the index promises is there.</summary>
    /// <exception cref="WeightFormatException">A file is missing, cut off or damaged.</exception>
    public static WeightStore Open(string part)
    {
        var files = FilesOf(part);
        foreach (var file in files)
        {
            if (!File.Exists(file))
            {
                throw new WeightFormatException(file, "it is missing: the download is not whole.");
            }
        }

        var store = WeightStore.Open([.. files]);
        try
        {
            if (Find(part).Index is { } index)
            {
                var there = store.Names.ToHashSet(StringComparer.Ordinal);
                if (MapOf(index).Keys.FirstOrDefault(name => !there.Contains(name)) is { } missing)
                {
                    throw new WeightFormatException(index, $"it promises tensor {missing}, which no shard holds.");
                }
            }

            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    // One file, or the index of shards, under the first name that has either.
    private static (string? Single, string? Index) Find(string part)
    {
        foreach (var name in s_names)
        {
            var single = Path.Combine(part, $"{name}.safetensors");
            var index = $"{single}.index.json";
            if (File.Exists(single) || File.Exists(index))
            {
                return File.Exists(single) ? (single, null) : (null, index);
            }
        }

        return default;
    }

    // Tensor to shard. A shard is a file beside the index.
    private static Dictionary<string, string> MapOf(string index)
    {
        if (new FileInfo(index).Length > MaxIndexLength)
        {
            throw new WeightFormatException(index, $"it is longer than {MaxIndexLength} bytes.");
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(index), new JsonDocumentOptions { MaxDepth = 8 });
            var map = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var entry in document.RootElement.GetProperty("weight_map").EnumerateObject())
            {
                var file = entry.Value.GetString() ?? "";
                if (file != Path.GetFileName(file) || !file.EndsWith(".safetensors", StringComparison.Ordinal))
                {
                    throw new WeightFormatException(index, $"it says that {entry.Name} lies in \"{file}\"; only .safetensors files beside it are read.");
                }

                map[entry.Name] = file;
            }

            return map.Count > 0 ? map : throw new WeightFormatException(index, "it names no tensors.");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new WeightFormatException(index, $"it is no index of shards ({error.Message})");
        }
    }
}
