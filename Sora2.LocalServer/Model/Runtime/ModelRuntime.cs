using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Sora2.LocalServer.Model.Graphs;
using SessionOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

namespace Sora2.LocalServer.Model.Runtime;

/// <summary>Opens graphs on this machine's processor and adds up the time that they run. Lives in the worker process only.</summary>
internal sealed class ModelRuntime
{
    private static readonly Lock s_creating = new();

    private long _ticksInModel;

    /// <param name="options">Of the first runtime of a process; later ones share its threads.</param>
    public ModelRuntime(RuntimeOptions options)
    {
        lock (s_creating)
        {
            if (!OrtEnv.IsCreated)
            {
                CreateEnvironment(options);
            }
        }
    }

    /// <summary>"ONNX Runtime" and its version. Loads nothing native.</summary>
    public static string Description { get; } = $"ONNX Runtime {typeof(OrtEnv).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>Time spent inside model calls so far.</summary>
    public TimeSpan TimeInModel => TimeSpan.FromTicks(Interlocked.Read(ref _ticksInModel));

    /// <summary>Makes a graph ready to run.</summary>
    /// <param name="weights">Gives each weight by name; the session has its own copy, packed for this processor.</param>
    /// <exception cref="OperationCanceledException">Cancelled while loading.</exception>
    /// <exception cref="InsufficientMemoryException">Memory ran out.</exception>
    /// <exception cref="ModelFaultException">The graph is not valid.</exception>
    public GraphSession Open(Graph graph, Func<WeightUse, Tensor> weights, CancellationToken cancellationToken) =>
        Open(graph, graph.ToBytes(use => MemoryMarshal.AsBytes<float>(weights(use).Floats)), [], cancellationToken);

    /// <summary>Makes a graph ready to run with weights that every run brings: they lie where the caller keeps them and are never copied.</summary>
    /// <inheritdoc cref="Open(Graph, Func{WeightUse, Tensor}, CancellationToken)" path="/exception"/>
    public GraphSession OpenWithoutWeights(Graph graph, CancellationToken cancellationToken) =>
        Open(graph, graph.ToBytes(null), [.. graph.Weights], cancellationToken);

    private GraphSession Open(Graph graph, byte[] model, IReadOnlyList<WeightUse> broughtWeights, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        options.DisablePerSessionThreads();
        using var stop = cancellationToken.Register(() => options.SetLoadCancellationFlag(true));
        try
        {
            return new GraphSession(this, new InferenceSession(model, options), graph, broughtWeights);
        }
        catch (OnnxRuntimeException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OnnxRuntimeException error)
        {
            throw MemoryFault.From(error, graph.Name, "loading");
        }
    }

    internal void Count(TimeSpan spent) => Interlocked.Add(ref _ticksInModel, spent.Ticks);

    // One pool of threads for all sessions of the process: sessions run one after another.
    private static void CreateEnvironment(RuntimeOptions options)
    {
        using var threads = new OrtThreadingOptions
        {
            GlobalIntraOpNumThreads = options.Threads,
            GlobalInterOpNumThreads = 1,
            GlobalSpinControl = options.Spin,
        };
        var creation = new EnvironmentCreationOptions
        {
            logId = "sora2",
            logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            threadOptions = threads,
        };
        OrtEnv.CreateInstanceWithOptions(ref creation);
    }
}
