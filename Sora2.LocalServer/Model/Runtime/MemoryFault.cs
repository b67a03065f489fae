using Microsoft.ML.OnnxRuntime;

namespace Sora2.LocalServer.Model.Runtime;

/// <summary>Tells from other faults of ONNX Runtime that memory ran out.</summary>
internal static class MemoryFault
{
    // ONNX Runtime has no code of its own for it: std::bad_alloc, its arena, and the libraries of GPUs say it in words.
    private static readonly string[] s_words =
    [
        "bad_alloc",
        "bad allocation",
        "Failed to allocate memory",
        "Available memory of",
        "out of memory",
        "ALLOC_FAILED",
    ];

    /// <summary>The fault as what it is: for want of memory, or of the graph.</summary>
    /// <param name="doing">"running", "loading".</param>
    public static Exception From(OnnxRuntimeException error, string graph, string doing) =>
        s_words.Any(word => error.Message.Contains(word, StringComparison.OrdinalIgnoreCase))
            ? new InsufficientMemoryException($"Memory ran out while {doing} the graph \"{graph}\".", error)
            : new ModelFaultException(graph, doing, error);
}
