using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;

namespace Sora2.LocalServer.Model.Weights;

/// <summary>
/// The weights of a store where a runtime wants them. A processor gets F32 as it lies in the file, or expanded. A device gets what is
/// stored, copied once and in half where it is half; the graph converts it there.
/// </summary>
internal sealed class PlacedWeights(WeightStore store, ModelRuntime runtime) : IDisposable
{
    private readonly Dictionary<string, Tensor> _kept = new(StringComparer.Ordinal);

    /// <summary>Makes a graph ready to run with weights from here.</summary>
    /// <param name="prefix">What stands in the file before a weight's name in the graph.</param>
    /// <inheritdoc cref="ModelRuntime.OpenWithoutWeights" path="/exception"/>
    /// <exception cref="WeightFormatException">A weight is missing or of another shape.</exception>
    public GraphSession Open(Graph graph, CancellationToken cancellationToken, string prefix = "") => runtime.OpenWithoutWeights(
        graph, cancellationToken, use => runtime.IsOnDevice ? store.TypeOf(use with { Name = prefix + use.Name }) : ElementType.Float32);

    /// <summary>The weight that a graph asks for. Kept here.</summary>
    /// <exception cref="WeightFormatException">Missing, or of another shape than the configuration says.</exception>
    public Tensor Get(WeightUse use)
    {
        if (!runtime.IsOnDevice)
        {
            return store.Get(use);
        }

        if (!_kept.TryGetValue(use.Name, out var placed))
        {
            placed = runtime.Place(store.Stored(use));
            _kept.Add(use.Name, placed);
        }

        return placed;
    }

    /// <summary>The weight that a graph asks for, for a while.</summary>
    /// <param name="key">Under which a tensor is kept, to be written again by the next call with this key.</param>
    /// <param name="kept">The caller's to dispose of.</param>
    /// <exception cref="WeightFormatException">Missing, of another shape than the configuration says, or of another type than the one before it.</exception>
    public Tensor GetInto(WeightUse use, string key, IDictionary<string, Tensor> kept)
    {
        if (!runtime.IsOnDevice)
        {
            return store.GetInto(use, key, kept);
        }

        using var stored = store.Stored(use);
        if (!kept.TryGetValue(key, out var placed))
        {
            placed = runtime.Allocate(stored.Type, [.. stored.Shape]);
            kept.Add(key, placed);
        }

        if (placed.Type != stored.Type)
        {
            throw new WeightFormatException(use.Name, $"it is stored as {stored.Type}, in other layers as {placed.Type}; a device takes one type. Set the device to cpu.");
        }

        runtime.Copy(stored, placed);
        return placed;
    }

    /// <summary>Bytes that weights take beside the file; from above on a device.</summary>
    /// <exception cref="WeightFormatException">One is missing.</exception>
    public long BytesOf(IReadOnlyList<WeightUse> uses, string prefix) => runtime.IsOnDevice
        ? uses.Sum(static use => use.FloatBytes)
        : store.ExpandedBytes(uses, prefix);

    public void Dispose()
    {
        foreach (var tensor in _kept.Values)
        {
            tensor.Dispose();
        }
    }
}
