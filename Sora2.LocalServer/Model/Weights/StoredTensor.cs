namespace Sora2.LocalServer.Model.Weights;

/// <summary>One tensor of a weight file.</summary>
/// <param name="Offset">From the start of the file, bytes.</param>
/// <param name="Length">Bytes.</param>
internal sealed record StoredTensor(string Name, StoredType Type, IReadOnlyList<long> Shape, long Offset, long Length)
{
    /// <summary>Bytes of one number.</summary>
    public static int SizeOf(StoredType type) => type switch
    {
        StoredType.Int64 => 8,
        StoredType.Float32 => 4,
        _ => 2,
    };
}
