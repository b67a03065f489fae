using System.Text.Json;
using Sora2.LocalServer.Model.Families.MiniAv;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Weights;
using Sora2.LocalServer.Tests.Model.Graphs;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Families.MiniAv;

/// <summary>
/// The embedded pack, loaded once, and the tensors that training/export.py made with it: inputs and outputs of every graph in
/// PyTorch, F32, on a CPU.
/// </summary>
public sealed class ParityPack : IDisposable
{
    private readonly string _tensorFile = "";
    private readonly WeightStore? _tensors;
    private readonly MiniAvModel? _model;

    public ParityPack()
    {
        var root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Sora2Plugin.sln")))
        {
            root = Path.GetDirectoryName(root);
        }

        var models = Path.Combine(root ?? "", "models");
        _tensorFile = Path.Combine(root ?? "", "tests", "Sora2.LocalServer.Tests", "Model", "Families", "MiniAv", "parity.safetensors");
        Pack = new PackCatalog(models).List().FirstOrDefault(pack => pack.Name == PackCatalog.DefaultPack);
        if (Pack is { Problem: null } && File.Exists(_tensorFile))
        {
            _tensors = WeightStore.Open(_tensorFile);
            _model = MiniAvModel.Load(Pack, GraphRun.Runtime, CancellationToken.None);
        }
    }

    public PackInfo? Pack { get; }

    internal MiniAvModel Model
    {
        get
        {
            Assert.SkipWhen(_model is null, "The embedded pack or its parity tensors are not in this tree.");
            return _model!;
        }
    }

    internal Sora2.LocalServer.Model.Runtime.Tensor Tensor(string name) => _tensors!.Get(name);

    /// <summary>[1, channels, frames, height, width] as [frames, channels, height, width].</summary>
    internal Sora2.LocalServer.Model.Runtime.Tensor FramesFirst(string name)
    {
        var all = Tensor(name);
        var (channels, frames, places) = ((int)all.Shape[1], (int)all.Shape[2], (int)(all.Shape[3] * all.Shape[4]));
        var moved = Sora2.LocalServer.Model.Runtime.Tensor.Zeros(Sora2.LocalServer.Model.Graphs.ElementType.Float32, frames, channels, all.Shape[3], all.Shape[4]);
        for (var frame = 0; frame < frames; frame++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                all.Floats.Slice(((channel * frames) + frame) * places, places)
                    .CopyTo(moved.Floats[(((frame * channels) + channel) * places)..]);
            }
        }

        return moved;
    }

    /// <summary>Prompts and the pieces that training's tokenizer splits them into.</summary>
    internal IReadOnlyList<(string Prompt, long[] Pieces)> Prompts()
    {
        using var file = new BinaryReader(File.OpenRead(_tensorFile));
        using var header = JsonDocument.Parse(file.ReadBytes((int)file.ReadInt64()));
        using var prompts = JsonDocument.Parse(header.RootElement.GetProperty("__metadata__").GetProperty("prompts").GetString()!);
        return [.. prompts.RootElement.EnumerateArray().Select(pair =>
            (pair[0].GetString()!, pair[1].EnumerateArray().Select(piece => piece.GetInt64()).ToArray()))];
    }

    internal float[] Values(string name) => Tensor(name).Floats.ToArray();

    public void Dispose()
    {
        _model?.Dispose();
        _tensors?.Dispose();
    }
}
