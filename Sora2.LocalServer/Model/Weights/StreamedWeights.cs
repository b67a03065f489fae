using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;

namespace Sora2.LocalServer.Model.Weights;

/// <summary>
/// The weights of like layers, one layer after the other, for a session that takes them as inputs. F32 is used where it lies in the file;
/// what is stored in half is expanded into one of two sets of tensors, while the layer before runs on the other set. To a device all of it
/// is copied in that way.
/// </summary>
/// <param name="prefixOf">What stands in the file before a weight's name in the graph.</param>
/// <param name="afterLayer">Called after each layer has run.</param>
internal sealed class StreamedWeights(PlacedWeights store, IReadOnlyList<WeightUse> uses, Func<int, string> prefixOf, Action? afterLayer = null) : IDisposable
{
    private readonly Dictionary<string, Tensor>[] _sets = [[], []];

    /// <summary>Calls <paramref name="run"/> with the weights of layer 0, 1, … in the order of the uses.</summary>
    /// <exception cref="WeightFormatException">A weight is missing or of another shape.</exception>
    public void ForEach(int layers, Action<int, IReadOnlyList<Tensor>> run, CancellationToken cancellationToken)
    {
        var next = Task.Run(() => Fetch(0), cancellationToken);
        for (var layer = 0; layer < layers; layer++)
        {
            var weights = next.GetAwaiter().GetResult();
            var following = layer + 1;
            next = following < layers ? Task.Run(() => Fetch(following), cancellationToken) : next;
            try
            {
                run(layer, weights);
                afterLayer?.Invoke();
            }
            catch
            {
                // The tensors must not go while they are written.
                ((IAsyncResult)next).AsyncWaitHandle.WaitOne();
                throw;
            }
        }
    }

    public void Dispose()
    {
        foreach (var tensor in _sets.SelectMany(set => set.Values))
        {
            tensor.Dispose();
        }
    }

    private List<Tensor> Fetch(int layer)
    {
        var set = _sets[layer % 2];
        var prefix = prefixOf(layer);
        var weights = new List<Tensor>(uses.Count);
        foreach (var use in uses)
        {
            weights.Add(store.GetInto(use with { Name = prefix + use.Name }, use.Name, set));
        }

        return weights;
    }
}
