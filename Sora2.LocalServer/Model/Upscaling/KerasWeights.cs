using System.Buffers.Binary;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;
using Tensor = Sora2.LocalServer.Model.Runtime.Tensor;

namespace Sora2.LocalServer.Model.Upscaling;

/// <summary>The numbers of a Keras network, kernels turned to [outputs, inputs, height, width].</summary>
internal sealed class KerasWeights : IDisposable
{
    private const long MostBytes = 1L << 30;

    private readonly Dictionary<string, Tensor> _tensors = [];

    /// <param name="folder">Holds the files that the network names.</param>
    /// <exception cref="InvalidDataException">They are not as long as the network says.</exception>
    public KerasWeights(string folder, KerasNetwork network)
    {
        string[] paths = [.. network.WeightFiles.Select(name => Path.Combine(folder, name))];
        if (paths.FirstOrDefault(static path => !File.Exists(path)) is { } missing)
        {
            throw new InvalidDataException($"{Path.GetFileName(missing)} is missing.");
        }

        var there = paths.Sum(static path => new FileInfo(path).Length);
        var wanted = network.Weights.Sum(static weight => sizeof(float) * Count(weight));
        if (there != wanted || wanted > MostBytes)
        {
            throw new InvalidDataException($"The network's weights have {there} bytes; it wants {wanted}, and this server reads at most {MostBytes}.");
        }

        byte[] bytes = [.. paths.SelectMany(File.ReadAllBytes)];
        var at = 0;
        foreach (var weight in network.Weights)
        {
            var length = sizeof(float) * (int)Count(weight);
            _tensors[weight.Name] = TensorOf(weight, bytes.AsSpan(at, length));
            at += length;
        }
    }

    /// <exception cref="InvalidDataException">There is none, or of another shape.</exception>
    public Tensor Get(WeightUse use) => _tensors.TryGetValue(use.Name, out var tensor) && tensor.Shape.SequenceEqual(use.Shape)
        ? tensor
        : throw new InvalidDataException($"The network's weights have no {use.Name} of [{string.Join(", ", use.Shape)}].");

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
        {
            tensor.Dispose();
        }
    }

    private static long Count(KerasWeight weight) => weight.Shape.Aggregate(1L, static (count, size) =>
        size is > 0 and <= int.MaxValue ? checked(count * size) : throw new InvalidDataException($"A weight has an axis of {size}."));

    private static Tensor TensorOf(KerasWeight weight, ReadOnlySpan<byte> bytes)
    {
        var isKernel = weight.Shape.Count == 4;
        var tensor = Tensor.Zeros(ElementType.Float32, isKernel ? [weight.Shape[3], weight.Shape[2], weight.Shape[0], weight.Shape[1]] : [.. weight.Shape]);
        var numbers = tensor.Floats;
        var (outputs, inputs) = isKernel ? ((int)weight.Shape[3], (int)weight.Shape[2]) : (1, 1);
        var places = numbers.Length / (outputs * inputs);
        for (var i = 0; i < numbers.Length; i++)
        {
            var (place, input, output) = (i / (inputs * outputs), i / outputs % inputs, i % outputs);
            numbers[(((output * inputs) + input) * places) + place] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(sizeof(float) * i)..]);
        }

        return tensor;
    }
}
