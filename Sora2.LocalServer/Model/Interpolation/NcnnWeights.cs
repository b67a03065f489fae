using System.Buffers.Binary;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;
using Tensor = Sora2.LocalServer.Model.Runtime.Tensor;

namespace Sora2.LocalServer.Model.Interpolation;

/// <summary>The numbers of a network in ncnn's form, read in the order of its layers.</summary>
/// <remarks>Weights begin with a tag: 0 for F32, 0x01306B47 for F16, whose length is a multiple of 4. Biases are F32 without one.</remarks>
internal sealed class NcnnWeights : IDisposable
{
    private const uint Half = 0x01306B47;
    private const long MostBytes = 1L << 30;

    private readonly Dictionary<string, Tensor> _tensors = [];
    private readonly byte[] _bytes;
    private readonly string _path;
    private int _at;

    /// <exception cref="InvalidDataException">Longer than any such file.</exception>
    public NcnnWeights(string path)
    {
        _path = path;
        if (new FileInfo(path).Length > MostBytes)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)} is longer than {MostBytes} bytes.");
        }

        _bytes = File.ReadAllBytes(path);
    }

    /// <summary>Whether all numbers were read.</summary>
    public bool IsRead => _at == _bytes.Length;

    /// <summary>Reads the weights of the next layer under a name.</summary>
    /// <param name="swapped">The file has outputs first, the graph wants inputs first.</param>
    public void ReadWeight(string name, long[] shape, bool swapped = false)
    {
        var tag = BinaryPrimitives.ReadUInt32LittleEndian(Take(4));
        var tensor = Keep(name, shape);
        var count = (int)tensor.ElementCount;
        var numbers = new float[count];
        switch (tag)
        {
            case 0:
                Floats(Take(4 * count), numbers);
                break;
            case Half:
                var halves = Take((2 * count + 3) / 4 * 4);
                for (var i = 0; i < count; i++)
                {
                    numbers[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(halves[(2 * i)..]);
                }

                break;
            default:
                throw new InvalidDataException($"{Path.GetFileName(_path)} stores weights in a form (0x{tag:x8}) that this server does not read.");
        }

        if (!swapped)
        {
            numbers.CopyTo(tensor.Floats);
            return;
        }

        // [outputs, inputs, …] to [inputs, outputs, …].
        var (inputs, outputs, kernel) = ((int)shape[0], (int)shape[1], count / (int)(shape[0] * shape[1]));
        for (var output = 0; output < outputs; output++)
        {
            for (var input = 0; input < inputs; input++)
            {
                numbers.AsSpan(((output * inputs) + input) * kernel, kernel).CopyTo(tensor.Floats[(((input * outputs) + output) * kernel)..]);
            }
        }
    }

    /// <summary>Reads the biases of the next layer under a name.</summary>
    public void ReadBias(string name, int count) => Floats(Take(4 * count), Keep(name, [count]).Floats);

    public Tensor Get(WeightUse use) => _tensors[use.Name];

    public void Dispose()
    {
        foreach (var tensor in _tensors.Values)
        {
            tensor.Dispose();
        }
    }

    private static void Floats(ReadOnlySpan<byte> bytes, Span<float> numbers)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]);
        }
    }

    private Tensor Keep(string name, long[] shape) => _tensors[name] = Tensor.Zeros(ElementType.Float32, shape);

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - _at)
        {
            throw new InvalidDataException($"{Path.GetFileName(_path)} is cut off: it has {_bytes.Length} bytes, and its network wants more.");
        }

        _at += count;
        return _bytes.AsSpan(_at - count, count);
    }
}
