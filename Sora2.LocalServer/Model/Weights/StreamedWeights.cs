using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;

namespace Sora2.LocalServer.Model.Weights;

/// <summary>
/// The weights of like layers, one layer after the other, for a session that takes them as inputs. F32 is used where it lies in the file.
/// Of what is stored in half as many layers as fit are expanded once and kept; the others go through two sets of tensors, one of which is
/// filled while the layer before runs on the other. To a device all of it is copied in that way.
/// </summary>
internal sealed class StreamedWeights : IDisposable
{
    private const int Sets = 2;

    private readonly PlacedWeights _store;
    private readonly IReadOnlyList<WeightUse> _uses;
    private readonly Func<int, string> _prefixOf;
    private readonly Action? _afterLayer;

    // What is expanded: of each layer that is kept, and after these of the two sets.
    private readonly Dictionary<string, Tensor>[] _expanded;
    private readonly IReadOnlyList<Tensor>?[] _kept;

    /// <param name="uses">Of one layer, named without the prefix.</param>
    /// <param name="prefixOf">What stands in the file before a weight's name in the graph.</param>
    /// <param name="budget">Bytes that expanded layers may take; less than two layers take counts as that.</param>
    /// <param name="afterLayer">Called after each layer has run.</param>
    /// <exception cref="WeightFormatException">A weight is missing.</exception>
    public StreamedWeights(
        PlacedWeights store, IReadOnlyList<WeightUse> uses, Func<int, string> prefixOf, int layers, long budget = 0, Action? afterLayer = null)
    {
        (_store, _uses, _prefixOf, _afterLayer) = (store, uses, prefixOf, afterLayer);
        KeptLayers = Kept(layers, Enumerable.Range(0, layers).Max(layer => store.BytesOf(uses, prefixOf(layer))), budget);
        _expanded = [.. Enumerable.Range(0, layers + Sets).Select(static _ => new Dictionary<string, Tensor>())];
        _kept = new IReadOnlyList<Tensor>?[layers];
    }

    /// <summary>Layers that are fetched once.</summary>
    public int KeptLayers { get; }

    /// <summary>Bytes that layers take at most with a budget.</summary>
    public static long Bytes(int layers, long layerBytes, long budget) => Math.Min(layers, Kept(layers, layerBytes, budget) + Sets) * layerBytes;

    /// <summary>Calls <paramref name="run"/> with the weights of layer 0, 1, … in the order of the uses.</summary>
    /// <exception cref="WeightFormatException">A weight is missing or of another shape.</exception>
    public void ForEach(Action<int, IReadOnlyList<Tensor>> run, CancellationToken cancellationToken)
    {
        var due = new Queue<int>(Enumerable.Range(0, _kept.Length).Where(layer => _kept[layer] is null));
        var set = 0;
        var next = FetchNext();
        for (var layer = 0; layer < _kept.Length; layer++)
        {
            var weights = _kept[layer];
            if (weights is null)
            {
                weights = next.GetAwaiter().GetResult();
                _kept[layer] = IsKept(layer) ? weights : null;
                next = FetchNext();
            }

            try
            {
                run(layer, weights);
                _afterLayer?.Invoke();
            }
            catch
            {
                // The tensors must not go while they are written.
                ((IAsyncResult)next).AsyncWaitHandle.WaitOne();
                throw;
            }
        }

        Task<List<Tensor>> FetchNext()
        {
            if (!due.TryDequeue(out var layer))
            {
                return Task.FromResult<List<Tensor>>([]);
            }

            var into = _expanded[IsKept(layer) ? layer : _kept.Length + (set++ % Sets)];
            return Task.Run(() => Fetch(layer, into), cancellationToken);
        }
    }

    public void Dispose()
    {
        foreach (var tensor in _expanded.SelectMany(static set => set.Values))
        {
            tensor.Dispose();
        }
    }

    // A budget for all layers needs no sets.
    private static int Kept(int layers, long layerBytes, long budget) =>
        layerBytes == 0 || budget / layerBytes >= layers ? layers : (int)Math.Max(0, (budget / layerBytes) - Sets);

    // Spread evenly: while kept layers run there is time to fetch the next of the others.
    private bool IsKept(int layer) => (layer + 1) * KeptLayers / _kept.Length > layer * KeptLayers / _kept.Length;

    private List<Tensor> Fetch(int layer, Dictionary<string, Tensor> into)
    {
        var prefix = _prefixOf(layer);
        return [.. _uses.Select(use => _store.GetInto(use with { Name = prefix + use.Name }, use.Name, into))];
    }
}
