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
        var tensors = Path.Combine(root ?? "", "tests", "Sora2.LocalServer.Tests", "Model", "Families", "MiniAv", "parity.safetensors");
        Pack = new PackCatalog(models).List().FirstOrDefault(pack => pack.Name == PackCatalog.DefaultPack);
        if (Pack is { Problem: null } && File.Exists(tensors))
        {
            _tensors = WeightStore.Open(tensors);
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

    internal bool Has(string name) => _tensors!.Names.Contains(name);

    internal float[] Values(string name) => Tensor(name).Floats.ToArray();

    public void Dispose()
    {
        _model?.Dispose();
        _tensors?.Dispose();
    }
}
