using System.Numerics.Tensors;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;
using Tensor = Sora2.LocalServer.Model.Runtime.Tensor;

namespace Sora2.LocalServer.Model.Weights;

/// <summary>
/// All weights of a part of a model, as graphs want them. F32 is used where it lies; BF16 and F16 are expanded once, because
/// ONNX Runtime's CPU kernels know neither.
/// </summary>
internal sealed unsafe class WeightStore : IDisposable
{
    private readonly List<SafetensorsFile> _files = [];
    private readonly Dictionary<string, (SafetensorsFile File, StoredTensor Stored)> _stored = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Tensor> _expanded = new(StringComparer.Ordinal);

    /// <exception cref="WeightFormatException">A file is damaged, or two files hold a tensor of the same name.</exception>
    public static WeightStore Open(params ReadOnlySpan<string> paths)
    {
        var store = new WeightStore();
        try
        {
            foreach (var path in paths)
            {
                store.Add(SafetensorsFile.Open(path));
            }

            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    public IReadOnlyCollection<string> Names => _stored.Keys;

    /// <summary>Whether a weight takes memory of its own, because it is stored in half.</summary>
    /// <exception cref="WeightFormatException">Missing.</exception>
    public bool IsExpanded(string name) => Find(name).Stored.Type is StoredType.Float16 or StoredType.BFloat16;

    /// <summary>Bytes that weights take where they are stored in half.</summary>
    /// <param name="prefix">What stands in the file before a weight's name.</param>
    /// <exception cref="WeightFormatException">One is missing.</exception>
    public long ExpandedBytes(IEnumerable<WeightUse> uses, string prefix = "") => uses
        .Where(use => IsExpanded(prefix + use.Name))
        .Sum(static use => use.FloatBytes);

    /// <summary>Looks whether a weight is there as a graph asks for it, without reading it.</summary>
    /// <exception cref="WeightFormatException">Missing, of another shape than the configuration says, or not of numbers with a fraction.</exception>
    public void Check(WeightUse use) => FindOf(use);

    /// <summary>The weight that a graph asks for. The store keeps it.</summary>
    /// <exception cref="WeightFormatException">Missing, or of another shape or kind than the configuration says.</exception>
    public Tensor Get(WeightUse use)
    {
        FindOf(use);
        return Get(use.Name);
    }

    /// <summary>The weight that a graph asks for, for a while: F32 as it lies in the file, what is stored in half in a tensor of <paramref name="kept"/>.</summary>
    /// <param name="key">Under which the tensor is kept, to be written again by the next call with this key.</param>
    /// <param name="kept">The caller's to dispose of.</param>
    /// <exception cref="WeightFormatException">Missing, or of another shape than the configuration says.</exception>
    public Tensor GetInto(WeightUse use, string key, IDictionary<string, Tensor> kept)
    {
        var (file, stored) = FindOf(use);
        if (stored.Type == StoredType.Float32)
        {
            return Get(use.Name);
        }

        if (!kept.TryGetValue(key, out var tensor))
        {
            tensor = Tensor.Zeros(ElementType.Float32, [.. stored.Shape]);
            kept.Add(key, tensor);
        }

        Expand(file.PointerTo(stored), stored, tensor.Floats);
        return tensor;
    }

    /// <summary>The weight that a graph asks for as it lies in the file.</summary>
    /// <returns>The caller's; the store keeps the numbers.</returns>
    /// <exception cref="WeightFormatException">Missing, or of another shape or kind than the configuration says.</exception>
    public Tensor Stored(WeightUse use)
    {
        var (file, stored) = FindOf(use);
        return Tensor.Over(file.PointerTo(stored), TypeOf(stored.Type), [.. stored.Shape]);
    }

    /// <summary>How the weight that a graph asks for lies in the file.</summary>
    /// <exception cref="WeightFormatException">Missing, or of another shape or kind than the configuration says.</exception>
    public ElementType TypeOf(WeightUse use) => TypeOf(FindOf(use).Stored.Type);

    private static ElementType TypeOf(StoredType type) => type switch
    {
        StoredType.Float16 => ElementType.Float16,
        StoredType.BFloat16 => ElementType.BFloat16,
        StoredType.Int64 => ElementType.Int64,
        _ => ElementType.Float32,
    };

    private (SafetensorsFile File, StoredTensor Stored) FindOf(WeightUse use)
    {
        var (file, stored) = Find(use.Name);
        stored.Require(use, file.Path);
        return (file, stored);
    }

    /// <summary>One row of a table [rows, width], without reading the others.</summary>
    /// <exception cref="WeightFormatException">Missing, or of another shape than the configuration says.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The table has no such row.</exception>
    public void CopyRow(WeightUse table, long row, Span<float> target)
    {
        var (file, stored) = FindOf(table);
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, stored.Shape[0]);
        var source = file.PointerTo(stored) + (row * target.Length * StoredTensor.SizeOf(stored.Type));
        if (stored.Type == StoredType.Float32)
        {
            new ReadOnlySpan<float>(source, target.Length).CopyTo(target);
            return;
        }

        Expand(source, stored, target);
    }

    /// <summary>A tensor of any shape, F32 or Int64. The store keeps it.</summary>
    /// <exception cref="WeightFormatException">Missing.</exception>
    public Tensor Get(string name)
    {
        if (!_expanded.TryGetValue(name, out var tensor))
        {
            var (file, stored) = Find(name);
            tensor = Expand(file.PointerTo(stored), stored);
            _expanded.Add(name, tensor);
        }

        return tensor;
    }

    public void Dispose()
    {
        foreach (var tensor in _expanded.Values)
        {
            tensor.Dispose();
        }

        foreach (var file in _files)
        {
            file.Dispose();
        }
    }

    private static Tensor Expand(byte* source, StoredTensor stored)
    {
        switch (stored.Type)
        {
            case StoredType.Float32:
                return Tensor.Over((float*)source, [.. stored.Shape]);
            case StoredType.Int64:
                return Tensor.Over((long*)source, [.. stored.Shape]);
        }

        var tensor = Tensor.Zeros(ElementType.Float32, [.. stored.Shape]);
        Expand(source, stored, tensor.Floats);
        return tensor;
    }

    private static void Expand(byte* source, StoredTensor stored, Span<float> target)
    {
        if (stored.Type == StoredType.Float16)
        {
            TensorPrimitives.ConvertToSingle(new ReadOnlySpan<Half>(source, target.Length), target);
            return;
        }

        // BF16 is the upper half of F32.
        var halves = new ReadOnlySpan<ushort>(source, target.Length);
        for (var i = 0; i < halves.Length; i++)
        {
            target[i] = BitConverter.UInt32BitsToSingle((uint)halves[i] << 16);
        }
    }

    private (SafetensorsFile File, StoredTensor Stored) Find(string name) =>
        _stored.TryGetValue(name, out var found)
            ? found
            : throw new WeightFormatException(
                _files.Count == 0 ? "weights" : _files[0].Path, $"no tensor is called {name}; this is not the pack that the configuration describes.");

    private void Add(SafetensorsFile file)
    {
        _files.Add(file);
        foreach (var (name, stored) in file.Tensors)
        {
            if (!_stored.TryAdd(name, (file, stored)))
            {
                throw new WeightFormatException(file.Path, $"tensor {name} is in another file of the pack too.");
            }
        }
    }
}
