namespace Sora2.LocalServer.Model.Weights;

/// <summary>How numbers lie in a weight file.</summary>
internal enum StoredType
{
    Float32,
    Float16,
    BFloat16,
    Int64,
}
