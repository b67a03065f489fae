namespace Sora2.LocalServer.Model.Runtime;

/// <summary>ONNX Runtime could not build or run a graph. The process that saw it should be replaced.</summary>
internal sealed class ModelFaultException(string graph, string doing, Exception inner)
    : Exception($"The graph \"{graph}\" failed while {doing}: {inner.Message}", inner)
{
    public string Graph { get; } = graph;
}
