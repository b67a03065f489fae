using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Runtime;

/// <summary>A graph that is ready to run, with its weights bound. Made by <see cref="ModelRuntime.Open"/>.</summary>
internal sealed class GraphSession : IDisposable
{
    private readonly ModelRuntime _runtime;
    private readonly InferenceSession _session;
    private readonly string _name;
    private readonly IReadOnlyList<string> _inputs;
    private readonly IReadOnlyList<string> _outputs;

    internal GraphSession(ModelRuntime runtime, InferenceSession session, Graph graph, IReadOnlyList<WeightUse> broughtWeights)
    {
        _runtime = runtime;
        _session = session;
        _name = graph.Name;
        _inputs = [.. graph.Inputs, .. broughtWeights.Select(use => use.Name)];
        BroughtWeights = broughtWeights;
        _outputs = [.. graph.Outputs];
    }

    /// <summary>The weights that every run brings after the graph's inputs; none where the session holds them.</summary>
    public IReadOnlyList<WeightUse> BroughtWeights { get; }

    /// <summary>Runs the graph. Blocks; call it from the worker.</summary>
    /// <param name="inputs">In the order in which the graph declares them, then <see cref="BroughtWeights"/>.</param>
    /// <returns>The results in the order of the graph's outputs; ownership passes to the caller.</returns>
    /// <exception cref="OperationCanceledException">Stopped at the next node.</exception>
    /// <exception cref="InsufficientMemoryException">Memory ran out.</exception>
    /// <exception cref="ModelFaultException">The graph could not run.</exception>
    public Tensor[] Run(IReadOnlyList<Tensor> inputs, CancellationToken cancellationToken)
    {
        if (inputs.Count != _inputs.Count)
        {
            throw new ArgumentException($"{_name} takes {_inputs.Count} inputs, not {inputs.Count}.", nameof(inputs));
        }

        cancellationToken.ThrowIfCancellationRequested();
        using var run = new RunOptions();
        using var stop = cancellationToken.Register(() => run.Terminate = true);
        var started = Stopwatch.GetTimestamp();
        try
        {
            // The values pass to the tensors, so the collection that ONNX Runtime returns is not disposed of.
            var results = _session.Run(run, _inputs, [.. inputs.Select(tensor => tensor.Value)], _outputs);
            return [.. results.Select(Tensor.Take)];
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OnnxRuntimeException error)
        {
            throw MemoryFault.From(error, _name, "running");
        }
        finally
        {
            _runtime.Count(Stopwatch.GetElapsedTime(started));
        }
    }

    /// <summary>Runs a graph that has one result.</summary>
    /// <inheritdoc cref="Run"/>
    public Tensor RunOne(IReadOnlyList<Tensor> inputs, CancellationToken cancellationToken)
    {
        var results = Run(inputs, cancellationToken);
        Debug.Assert(results.Length == 1, $"{_name} has {results.Length} results.");
        return results[0];
    }

    public void Dispose() => _session.Dispose();
}
