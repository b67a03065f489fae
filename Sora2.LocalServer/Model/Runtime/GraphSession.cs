using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Runtime;

/// <summary>A graph that is ready to run, with its weights bound. Made by <see cref="ModelRuntime.Open"/>.</summary>
internal sealed class GraphSession : IDisposable
{
    private readonly ModelRuntime _runtime;
    private readonly InferenceSession _session;
    private readonly DeviceMemory? _memory;
    private readonly string _name;
    private readonly IReadOnlyList<string> _inputs;
    private readonly IReadOnlyList<string> _outputs;

    internal GraphSession(ModelRuntime runtime, InferenceSession session, Graph graph, IReadOnlyList<WeightUse> broughtWeights, DeviceMemory? memory)
    {
        _runtime = runtime;
        _session = session;
        _memory = memory;
        _name = graph.Name;
        _inputs = [.. graph.Inputs, .. broughtWeights.Select(use => use.Name)];
        BroughtWeights = broughtWeights;
        _outputs = [.. graph.Outputs];
    }

    /// <summary>The weights that every run brings after the graph's inputs; none where the session holds them.</summary>
    public IReadOnlyList<WeightUse> BroughtWeights { get; }

    /// <summary>Runs the graph. Blocks; call it from the worker.</summary>
    /// <param name="inputs">In the order in which the graph declares them, then <see cref="BroughtWeights"/>.</param>
    /// <param name="onHost">How many results, from the first on, the caller reads; the others stay where the graph runs, for the next one.</param>
    /// <returns>The results in the order of the graph's outputs; ownership passes to the caller.</returns>
    /// <exception cref="OperationCanceledException">Stopped at the next node.</exception>
    /// <exception cref="InsufficientMemoryException">Memory ran out.</exception>
    /// <exception cref="ModelFaultException">The graph could not run.</exception>
    public Tensor[] Run(IReadOnlyList<Tensor> inputs, CancellationToken cancellationToken, int onHost = int.MaxValue)
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
            if (_memory is not null)
            {
                return RunOnDevice(run, inputs, _memory, onHost);
            }

            // The values pass to the tensors, so the collection that ONNX Runtime returns is not disposed of.
            var results = _session.Run(run, _inputs, [.. inputs.Select(tensor => tensor.Value)], _outputs);
            return [.. results.Select(static value => Tensor.Take(value))];
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
    /// <param name="onHost">Whether the caller reads it.</param>
    /// <inheritdoc cref="Run"/>
    public Tensor RunOne(IReadOnlyList<Tensor> inputs, CancellationToken cancellationToken, bool onHost = true)
    {
        var results = Run(inputs, cancellationToken, onHost ? 1 : 0);
        Debug.Assert(results.Length == 1, $"{_name} has {results.Length} results.");
        return results[0];
    }

    public void Dispose() => _session.Dispose();

    // Inputs of the host are copied when they are bound; the run ends when the device has.
    private Tensor[] RunOnDevice(RunOptions run, IReadOnlyList<Tensor> inputs, DeviceMemory memory, int onHost)
    {
        using var binding = _session.CreateIoBinding();
        for (var i = 0; i < _inputs.Count; i++)
        {
            binding.BindInput(_inputs[i], inputs[i].Value);
        }

        for (var i = 0; i < _outputs.Count; i++)
        {
            binding.BindOutputToDevice(_outputs[i], i < onHost ? OrtMemoryInfo.DefaultInstance : memory.Info);
        }

        binding.SynchronizeBoundInputs();
        _session.RunWithBinding(run, binding);
        binding.SynchronizeBoundOutputs();
        // The values pass to the tensors here too.
        var results = binding.GetOutputValues();
        return [.. results.Select((value, i) => Tensor.Take(value, i < onHost || memory.IsOnHost))];
    }
}
