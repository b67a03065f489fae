using System.Text.Json;

namespace Sora2.LocalServer.Model.Upscaling;

/// <summary>A Keras network as TensorFlow.js stores it: model.json, and the files of weights that it names.</summary>
/// <remarks>Format: https://www.tensorflow.org/js/guide/save_load. One input, one output; layers are used once each.</remarks>
internal sealed class KerasNetwork
{
    /// <summary>The network; what it names lies beside it.</summary>
    public const string FileName = "model.json";

    private const int MostBytes = 4 << 20;
    private const int MostLayers = 10_000;

    private KerasNetwork(IReadOnlyList<KerasLayer> layers, string output, IReadOnlyList<string> weightFiles, IReadOnlyList<KerasWeight> weights) =>
        (Layers, Output, WeightFiles, Weights) = (layers, output, weightFiles, weights);

    /// <summary>In an order in which each comes after those that it reads.</summary>
    public IReadOnlyList<KerasLayer> Layers { get; }

    /// <summary>Name of the layer whose result counts.</summary>
    public string Output { get; }

    /// <summary>Names of files beside the network, whose bytes follow one another.</summary>
    public IReadOnlyList<string> WeightFiles { get; }

    /// <summary>In the order of their bytes.</summary>
    public IReadOnlyList<KerasWeight> Weights { get; }

    /// <exception cref="InvalidDataException">Not such a file.</exception>
    public static KerasNetwork Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (new FileInfo(path).Length > MostBytes)
        {
            throw Broken($"is longer than {MostBytes} bytes");
        }

        try
        {
            using var text = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = text.RootElement;
            if (root.GetProperty("format").GetString() != "layers-model")
            {
                throw Broken("is no network of layers");
            }

            var config = root.GetProperty("modelTopology").GetProperty("model_config").GetProperty("config");
            var layers = config.GetProperty("layers").EnumerateArray().Select(LayerOf).Take(MostLayers).ToArray();
            var groups = root.GetProperty("weightsManifest").EnumerateArray().ToArray();
            return groups.Length == 1
                ? new KerasNetwork(
                    InOrder(layers),
                    config.GetProperty("output_layers").EnumerateArray().Single()[0].GetString()!,
                    [.. groups[0].GetProperty("paths").EnumerateArray().Select(FileOf)],
                    [.. groups[0].GetProperty("weights").EnumerateArray().Select(WeightOf)])
                : throw Broken($"has {groups.Length} groups of weights; this server reads one");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or IndexOutOfRangeException)
        {
            throw Broken($"cannot be read ({error.Message})");
        }
    }

    private static KerasLayer LayerOf(JsonElement layer)
    {
        var uses = layer.GetProperty("inbound_nodes").EnumerateArray().ToArray();
        var name = layer.GetProperty("name").GetString()!;
        return uses.Length <= 1
            ? new KerasLayer(
                layer.GetProperty("class_name").GetString()!,
                name,
                [.. uses.SelectMany(static use => use.EnumerateArray()).Select(static input => input[0].GetString()!)],
                layer.GetProperty("config").Clone())
            : throw Broken($"uses its layer {name} {uses.Length} times");
    }

    private static string FileOf(JsonElement path) => path.GetString() is { Length: > 0 } name && name == Path.GetFileName(name) && name is not ("." or "..")
        ? name
        : throw Broken($"names weights that do not lie beside it: {path.GetRawText()}");

    private static KerasWeight WeightOf(JsonElement weight)
    {
        var name = weight.GetProperty("name").GetString()!;
        return weight.GetProperty("dtype").GetString() == "float32" && !weight.TryGetProperty("quantization", out _)
            ? new KerasWeight(name, [.. weight.GetProperty("shape").EnumerateArray().Select(static size => size.GetInt64())])
            : throw Broken($"stores {name} in a form that this server does not read; it reads float32");
    }

    private static List<KerasLayer> InOrder(IReadOnlyList<KerasLayer> layers)
    {
        var (ordered, made, left) = (new List<KerasLayer>(), new HashSet<string>(), layers.ToList());
        while (left.Count > 0)
        {
            var ready = left.Where(layer => layer.Inputs.All(made.Contains)).ToArray();
            if (ready.Length == 0)
            {
                throw Broken($"has a layer, {left[0].Name}, whose inputs nobody makes");
            }

            ordered.AddRange(ready);
            made.UnionWith(ready.Select(static layer => layer.Name));
            left.RemoveAll(layer => made.Contains(layer.Name));
        }

        return ordered;
    }

    private static InvalidDataException Broken(string problem) => new($"{FileName} {problem}.");
}
