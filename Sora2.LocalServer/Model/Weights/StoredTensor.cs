using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Weights;

/// <summary>One tensor of a weight file.</summary>
/// <param name="Offset">From the start of the file, bytes.</param>
/// <param name="Length">Bytes.</param>
internal sealed record StoredTensor(string Name, StoredType Type, IReadOnlyList<long> Shape, long Offset, long Length)
{
    /// <summary>Sees that it is what a graph asks for: numbers that are no whole ones, in that shape.</summary>
    /// <param name="path">Of its file, for messages.</param>
    /// <exception cref="WeightFormatException">It is not.</exception>
    public void Require(WeightUse use, string path)
    {
        if (!Shape.SequenceEqual(use.Shape))
        {
            throw new WeightFormatException(
                path, $"tensor {Name} is [{string.Join(", ", Shape)}]; the configuration asks for [{string.Join(", ", use.Shape)}].");
        }

        if (Type == StoredType.Int64)
        {
            throw new WeightFormatException(path, $"tensor {Name} has type I64; the model wants F32, F16 or BF16.");
        }
    }

    /// <summary>Bytes of one number.</summary>
    public static int SizeOf(StoredType type) => type switch
    {
        StoredType.Int64 => 8,
        StoredType.Float32 => 4,
        _ => 2,
    };
}
