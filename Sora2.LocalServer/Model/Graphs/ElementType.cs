namespace Sora2.LocalServer.Model.Graphs;

/// <summary>What a tensor's elements are; the numbers are those of the ONNX format.</summary>
internal enum ElementType
{
    Float32 = 1,
    Int64 = 7,
    Float16 = 10,
    BFloat16 = 16,
}
