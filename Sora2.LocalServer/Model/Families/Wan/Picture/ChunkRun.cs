using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;
using Sora2.LocalServer.Model.Weights;
using Tensor = Sora2.LocalServer.Model.Runtime.Tensor;

namespace Sora2.LocalServer.Model.Families.Wan.Picture;

/// <summary>Runs one direction of the picture code over a clip, chunk after chunk, and carries what it remembers from one to the next.</summary>
/// <param name="build">The graph of the first chunk and of the others, in what the runtime computes.</param>
internal sealed class ChunkRun(ModelRuntime runtime, WeightStore weights, Func<bool, CodeGraph> build) : IDisposable
{
    private readonly PlacedWeights _placed = new(weights, runtime);
    private readonly List<GraphSession> _sessions = [];
    private IReadOnlyList<Tensor> _memories = [];
    private GraphSession? _others;

    /// <summary>The next chunk.</summary>
    /// <returns>The caller's.</returns>
    /// <exception cref="ModelFaultException">The graph could not run, or numbers left the range of what it computes in.</exception>
    public Tensor Run(Tensor chunk, CancellationToken cancellationToken)
    {
        var first = _memories.Count == 0;
        GraphSession session;
        if (first)
        {
            var graph = build(true);
            session = Keep(_placed.Open(graph.Graph, cancellationToken));
            _memories = [.. graph.Memories.Select(shape => Tensor.Zeros(runtime.Computing, shape))];
        }
        else
        {
            session = _others ??= Keep(_placed.Open(build(false).Graph, cancellationToken));
        }

        var results = session.Run([chunk, .. _memories, .. session.BroughtWeights.Select(_placed.Get)], cancellationToken, onHost: 1);
        Forget();
        _memories = results[1..];
        if (runtime.Computing != ElementType.Float32)
        {
            results[0].RequireFinite("picture code");
        }

        return results[0];
    }

    public void Dispose()
    {
        Forget();
        foreach (var session in _sessions)
        {
            session.Dispose();
        }

        _placed.Dispose();
    }

    private void Forget()
    {
        foreach (var memory in _memories)
        {
            memory.Dispose();
        }
    }

    private GraphSession Keep(GraphSession session)
    {
        _sessions.Add(session);
        return session;
    }
}
