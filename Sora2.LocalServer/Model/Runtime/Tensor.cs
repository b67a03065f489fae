using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using ElementType = Sora2.LocalServer.Model.Graphs.ElementType;

namespace Sora2.LocalServer.Model.Runtime;

/// <summary>
/// A dense, row-major block of numbers outside the managed heap, which a graph reads or writes without a copy: in the host's memory, or
/// in that of the device that graphs run on.
/// </summary>
/// <remarks>Whoever receives one from a method that makes it disposes of it.</remarks>
internal sealed unsafe class Tensor : IDisposable
{
    // Cache line and widest vector register.
    private const nuint Alignment = 64;

    private readonly byte* _data;
    private readonly bool _owned;
    private OrtValue? _value;

    private Tensor(ElementType type, long[] shape, byte* data, bool owned, OrtValue? value)
    {
        Type = type;
        Shape = shape;
        ElementCount = CountOf(shape);
        _data = data;
        _owned = owned;
        _value = value;
    }

    public ElementType Type { get; }

    /// <summary>Axes, slowest first.</summary>
    public IReadOnlyList<long> Shape { get; }

    public long ElementCount { get; }

    /// <summary>Whether the numbers lie in the host's memory, where this process reads them.</summary>
    public bool IsOnHost => _data is not null;

    /// <summary>All elements of an F32 tensor.</summary>
    public Span<float> Floats => Elements<float>(ElementType.Float32);

    /// <summary>All elements of an Int64 tensor.</summary>
    public Span<long> Integers => Elements<long>(ElementType.Int64);

    /// <summary>What ONNX Runtime sees; only for this folder.</summary>
    internal OrtValue Value
    {
        get
        {
            if (_value is null)
            {
                _value = OrtValue.CreateTensorValueWithData(
                    OrtMemoryInfo.DefaultInstance, (TensorElementType)Type, [.. Shape], (nint)_data, checked(ElementCount * SizeOf(Type)));
            }

            return _value;
        }
    }

    /// <summary>A tensor of zeros.</summary>
    public static Tensor Zeros(ElementType type, params ReadOnlySpan<long> shape)
    {
        var dimensions = shape.ToArray();
        var bytes = checked((nuint)(CountOf(dimensions) * SizeOf(type)));
        var data = (byte*)NativeMemory.AlignedAlloc(Math.Max(bytes, Alignment), Alignment);
        NativeMemory.Clear(data, bytes);
        return new Tensor(type, dimensions, data, owned: true, null);
    }

    /// <summary>Fills an F32 tensor with the same numbers again and again.</summary>
    /// <param name="values">A part of the tensor, or nothing when it is empty.</param>
    public void Repeat(ReadOnlySpan<float> values)
    {
        for (var start = 0; start < ElementCount; start += values.Length)
        {
            values.CopyTo(Floats[start..]);
        }
    }

    /// <summary>An F32 tensor with a copy of <paramref name="values"/>.</summary>
    public static Tensor Of(ReadOnlySpan<float> values, params ReadOnlySpan<long> shape)
    {
        var tensor = Zeros(ElementType.Float32, shape);
        values.CopyTo(tensor.Checked(values.Length).Floats);
        return tensor;
    }

    /// <summary>An Int64 tensor with a copy of <paramref name="values"/>.</summary>
    public static Tensor Of(ReadOnlySpan<long> values, params ReadOnlySpan<long> shape)
    {
        var tensor = Zeros(ElementType.Int64, shape);
        values.CopyTo(tensor.Checked(values.Length).Integers);
        return tensor;
    }

    /// <summary>F32 numbers that lie in memory of someone else, who keeps them for as long as the tensor lives.</summary>
    public static Tensor Over(float* data, params ReadOnlySpan<long> shape) =>
        new(ElementType.Float32, shape.ToArray(), (byte*)data, owned: false, null);

    /// <summary>Int64 numbers that lie in memory of someone else, who keeps them for as long as the tensor lives.</summary>
    public static Tensor Over(long* data, params ReadOnlySpan<long> shape) =>
        new(ElementType.Int64, shape.ToArray(), (byte*)data, owned: false, null);

    /// <summary>Numbers of any type that lie in memory of someone else, who keeps them for as long as the tensor lives.</summary>
    public static Tensor Over(byte* data, ElementType type, params ReadOnlySpan<long> shape) =>
        new(type, shape.ToArray(), data, owned: false, null);

    /// <summary>Copies all numbers within the host's memory.</summary>
    /// <exception cref="ArgumentException">The other one has another type or shape.</exception>
    public void CopyTo(Tensor other)
    {
        if (Type != other.Type || !Shape.SequenceEqual(other.Shape))
        {
            throw new ArgumentException($"{Type} [{string.Join(", ", Shape)}] does not go into {other.Type} [{string.Join(", ", other.Shape)}].", nameof(other));
        }

        var bytes = checked(ElementCount * SizeOf(Type));
        Buffer.MemoryCopy(_data, other._data, bytes, bytes);
    }

    /// <summary>Sees that an F32 tensor holds numbers: what computes in half may leave its range, and all that comes after is none.</summary>
    /// <param name="graph">That gave it, for the message.</param>
    /// <exception cref="ModelFaultException">One of them is infinite or none.</exception>
    public void RequireFinite(string graph)
    {
        if (!float.IsFinite(TensorPrimitives.MaxMagnitude<float>(Floats)))
        {
            throw new ModelFaultException(
                graph, "computing in half", new ArithmeticException("numbers left the range of F16. Set the device to cpu, where they are F32."));
        }
    }

    public void Dispose()
    {
        _value?.Dispose();
        _value = null;
        if (_owned)
        {
            NativeMemory.AlignedFree(_data);
        }
    }

    /// <summary>Takes over a tensor of ONNX Runtime.</summary>
    /// <param name="onHost">Whether it lies in the host's memory.</param>
    internal static Tensor Take(OrtValue value, bool onHost = true)
    {
        var info = value.GetTensorTypeAndShape();
        var type = (ElementType)info.ElementDataType;
        if (!Enum.IsDefined(type))
        {
            throw new NotSupportedException($"A graph gave {info.ElementDataType}; F32, F16, BF16 and Int64 are what this server reads.");
        }

        if (!onHost)
        {
            return new Tensor(type, info.Shape, null, owned: false, value);
        }

        var bytes = value.GetTensorMutableRawData();
        var data = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(bytes));
        return new Tensor(type, info.Shape, data, owned: false, value);
    }

    private static int SizeOf(ElementType type) => type switch
    {
        ElementType.Float32 => sizeof(float),
        ElementType.Int64 => sizeof(long),
        _ => sizeof(ushort),
    };

    private static long CountOf(ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (var size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
            count = checked(count * size);
        }

        return count;
    }

    private Span<T> Elements<T>(ElementType type)
        where T : unmanaged =>
        !IsOnHost ? throw new InvalidOperationException("The tensor lies on the device; a graph's result is asked for on the host.")
        : Type == type ? new Span<T>(_data, checked((int)ElementCount))
        : throw new InvalidOperationException($"The tensor holds {Type}, not {type}.");

    private Tensor Checked(int given)
    {
        if (given != ElementCount)
        {
            Dispose();
            throw new ArgumentException($"{given} values do not fill [{string.Join(", ", Shape)}].", nameof(given));
        }

        return this;
    }
}
