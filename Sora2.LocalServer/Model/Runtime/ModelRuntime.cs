using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Sora2.LocalServer.Model.Graphs;
using SessionOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

namespace Sora2.LocalServer.Model.Runtime;

/// <summary>
/// Opens graphs on this machine's processor, or on a device that a provider offers, and adds up the time that they run. Lives in the
/// worker process only.
/// </summary>
internal sealed class ModelRuntime
{
    private static readonly Lock s_creating = new();

    private readonly ModelRuntime? _clock;
    private readonly DeviceMemory? _memory;
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

    private ModelRuntime(ModelRuntime clock, DeviceMemory memory, ElementType computing) => (_clock, _memory, Computing) = (clock, memory, computing);

    /// <summary>"ONNX Runtime" and its version. Loads nothing native.</summary>
    public static string Description { get; } = $"ONNX Runtime {typeof(OrtEnv).Assembly.GetName().Version?.ToString(3)}";

    /// <summary>Time spent inside model calls so far.</summary>
    public TimeSpan TimeInModel => TimeSpan.FromTicks(Interlocked.Read(ref _ticksInModel));

    /// <summary>Of the device that graphs run on.</summary>
    public string Name => _memory?.Device.Name ?? DeviceCatalog.Processor;

    /// <summary>What graphs that leave the choice should compute in: F32 on a processor, F16 on a GPU.</summary>
    public ElementType Computing { get; } = ElementType.Float32;

    /// <summary>Whether graphs run on a device of a provider, where tensors are placed before they are used again and again.</summary>
    public bool IsOnDevice => _memory is not null;

    /// <summary>A runtime that opens graphs on a device; its time counts to this one's.</summary>
    /// <param name="computing">F32 or F16.</param>
    /// <exception cref="ModelFaultException">The device gives no memory.</exception>
    public ModelRuntime On(ComputeDevice device, ElementType computing)
    {
        try
        {
            return new ModelRuntime(this, new DeviceMemory(device), computing);
        }
        catch (OnnxRuntimeException error)
        {
            throw new ModelFaultException(device.Name, "taking the device", error);
        }
    }

    /// <summary>Moves a tensor of the host to where graphs run. On the processor that is where it lies.</summary>
    /// <param name="tensor">Is the method's: disposed of, or the result.</param>
    /// <returns>The caller's.</returns>
    /// <exception cref="ModelFaultException">The device has not so much memory.</exception>
    public Tensor Place(Tensor tensor)
    {
        if (_memory is null)
        {
            return tensor;
        }

        using (tensor)
        {
            var placed = Allocate(tensor.Type, [.. tensor.Shape]);
            Copy(tensor, placed);
            return placed;
        }
    }

    /// <summary>A tensor where graphs run, of numbers that are not set yet.</summary>
    /// <returns>The caller's.</returns>
    /// <exception cref="ModelFaultException">There is not so much memory.</exception>
    public Tensor Allocate(ElementType type, params ReadOnlySpan<long> shape)
    {
        if (_memory is null)
        {
            return Tensor.Zeros(type, shape);
        }

        try
        {
            return _memory.Allocate(type, shape);
        }
        catch (OnnxRuntimeException error)
        {
            throw new ModelFaultException(_memory.Device.Name, "taking memory of the device", error);
        }
    }

    /// <summary>Copies the numbers of a tensor of the host to one of <see cref="Allocate"/>'s, of the same type and shape. Blocks.</summary>
    /// <exception cref="ModelFaultException">The device failed.</exception>
    public void Copy(Tensor from, Tensor to)
    {
        // ONNX Runtime knows no way from the host to the host.
        if (to.IsOnHost)
        {
            from.CopyTo(to);
            return;
        }

        try
        {
            OrtEnv.Instance().CopyTensors([from.Value], [to.Value], null);
        }
        catch (OnnxRuntimeException error)
        {
            throw new ModelFaultException(_memory!.Device.Name, "copying to the device", error);
        }
    }

    /// <summary>Makes a graph ready to run.</summary>
    /// <param name="weights">Gives each weight by name; the session has its own copy, packed for this processor.</param>
    /// <exception cref="OperationCanceledException">Cancelled while loading.</exception>
    /// <exception cref="InsufficientMemoryException">Memory ran out.</exception>
    /// <exception cref="ModelFaultException">The graph is not valid.</exception>
    public GraphSession Open(Graph graph, Func<WeightUse, Tensor> weights, CancellationToken cancellationToken) =>
        Open(graph, graph.ToBytes(use => MemoryMarshal.AsBytes<float>(weights(use).Floats)), [], cancellationToken);

    /// <summary>Makes a graph ready to run with weights that every run brings: they lie where the caller keeps them and are never copied.</summary>
    /// <param name="typeOf">Of the weight that a run brings; F32 where it is not given.</param>
    /// <inheritdoc cref="Open(Graph, Func{WeightUse, Tensor}, CancellationToken)" path="/exception"/>
    public GraphSession OpenWithoutWeights(Graph graph, CancellationToken cancellationToken, Func<WeightUse, ElementType>? typeOf = null) =>
        Open(graph, graph.ToBytes(typeOf ?? (static _ => ElementType.Float32)), [.. graph.Weights], cancellationToken);

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
        _memory?.Device.AppendTo(options);
        using var stop = cancellationToken.Register(() => options.SetLoadCancellationFlag(true));
        try
        {
            return new GraphSession(this, new InferenceSession(model, options), graph, broughtWeights, _memory);
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

    internal void Count(TimeSpan spent)
    {
        Interlocked.Add(ref _ticksInModel, spent.Ticks);
        _clock?.Count(spent);
    }

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
