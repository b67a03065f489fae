using System.Buffers.Binary;
using System.Text.Json;

namespace Sora2.LocalServer.Model.Weights;

/// <summary>
/// Reads the header of a .safetensors file, which anyone may have made: every number is checked before it is used.
/// </summary>
/// <remarks>Format: https://github.com/huggingface/safetensors — length (u64), JSON, numbers without gaps.</remarks>
internal static class SafetensorsHeader
{
    /// <summary>Longest header that is read, bytes; that of a 700-tensor denoiser has about 80 KiB.</summary>
    public const int MaxHeaderLength = 16 << 20;

    private const int PrefixLength = 8;
    private const int MaxNameLength = 512;
    private const int MaxRank = 8;

    /// <param name="file">For messages.</param>
    /// <param name="start">The file's first bytes: at least the header, or the whole file when it is shorter.</param>
    /// <param name="fileLength">Bytes.</param>
    /// <exception cref="WeightFormatException">Anything that the format does not allow.</exception>
    public static IReadOnlyDictionary<string, StoredTensor> Read(string file, ReadOnlySpan<byte> start, long fileLength)
    {
        var headerLength = ReadLength(file, start, fileLength);
        var dataStart = PrefixLength + headerLength;
        var tensors = new Dictionary<string, StoredTensor>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(
                start.Slice(PrefixLength, headerLength).ToArray(), new JsonDocumentOptions { MaxDepth = 4 });
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (property.Name == "__metadata__")
                {
                    continue;
                }

                var tensor = ReadTensor(file, property, dataStart, fileLength - dataStart);
                if (!tensors.TryAdd(tensor.Name, tensor))
                {
                    throw new WeightFormatException(file, $"tensor {tensor.Name} is named twice.");
                }
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new WeightFormatException(file, $"its header is no safetensors header ({error.Message})");
        }

        CheckLayout(file, tensors.Values, dataStart, fileLength);
        return tensors;
    }

    /// <summary>Reads the header of a file that others may change or cut meanwhile, and so maps nothing.</summary>
    /// <exception cref="WeightFormatException">Anything that the format does not allow.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyDictionary<string, StoredTensor> ReadFile(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        var fileLength = file.Length;
        var prefix = new byte[PrefixLength];
        var length = ReadLength(path, prefix.AsSpan(0, file.ReadAtLeast(prefix, PrefixLength, throwOnEndOfStream: false)), fileLength);
        var start = new byte[PrefixLength + length];
        prefix.CopyTo(start, 0);
        file.ReadExactly(start.AsSpan(PrefixLength));
        return Read(path, start, fileLength);
    }

    /// <summary>Length of the header, checked against the file's.</summary>
    public static int ReadLength(string file, ReadOnlySpan<byte> start, long fileLength)
    {
        if (start.Length < PrefixLength || fileLength < PrefixLength)
        {
            throw new WeightFormatException(file, $"it has {fileLength} bytes and no safetensors header.");
        }

        var length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        if (length is < 2 or > MaxHeaderLength || (long)length > fileLength - PrefixLength)
        {
            throw new WeightFormatException(
                file, $"its header claims {length} bytes; at most {Math.Min(MaxHeaderLength, fileLength - PrefixLength)} are possible.");
        }

        return (int)length;
    }

    private static StoredTensor ReadTensor(string file, JsonProperty property, long dataStart, long dataLength)
    {
        var name = property.Name;
        if (name.Length is 0 or > MaxNameLength)
        {
            throw new WeightFormatException(file, $"a tensor's name has {name.Length} characters; 1 to {MaxNameLength} are allowed.");
        }

        var type = property.Value.GetProperty("dtype").GetString() switch
        {
            "F32" => StoredType.Float32,
            "F16" => StoredType.Float16,
            "BF16" => StoredType.BFloat16,
            "I64" => StoredType.Int64,
            var other => throw new WeightFormatException(file, $"tensor {name} has type {other}; F32, F16, BF16 and I64 are read."),
        };
        var shapeElement = property.Value.GetProperty("shape");
        if (shapeElement.GetArrayLength() > MaxRank)
        {
            throw new WeightFormatException(file, $"tensor {name} has {shapeElement.GetArrayLength()} axes; at most {MaxRank} are read.");
        }

        long[] shape = [.. shapeElement.EnumerateArray().Select(size => size.GetInt64())];
        var offsets = property.Value.GetProperty("data_offsets");
        if (offsets.GetArrayLength() != 2)
        {
            throw new WeightFormatException(file, $"tensor {name} does not have two offsets.");
        }

        var (begin, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        if (begin < 0 || end < begin || end > dataLength)
        {
            throw new WeightFormatException(file, $"tensor {name} lies at {begin}..{end}, outside the {dataLength} bytes of numbers.");
        }

        if (ByteLength(shape, type) != end - begin)
        {
            throw new WeightFormatException(file, $"tensor {name} [{string.Join(", ", shape)}] does not fill its {end - begin} bytes.");
        }

        if ((dataStart + begin) % StoredTensor.SizeOf(type) != 0)
        {
            throw new WeightFormatException(file, $"tensor {name} starts at byte {dataStart + begin}, which is not aligned for {type}.");
        }

        return new StoredTensor(name, type, shape, dataStart + begin, end - begin);
    }

    // -1 when the shape is negative or too big to be true.
    private static long ByteLength(ReadOnlySpan<long> shape, StoredType type)
    {
        long length = StoredTensor.SizeOf(type);
        foreach (var size in shape)
        {
            if (size < 0 || (size > 0 && length > long.MaxValue / size))
            {
                return -1;
            }

            length *= size;
        }

        return length;
    }

    private static void CheckLayout(string file, IEnumerable<StoredTensor> tensors, long dataStart, long fileLength)
    {
        var position = dataStart;
        foreach (var tensor in tensors.OrderBy(tensor => tensor.Offset).ThenBy(tensor => tensor.Length))
        {
            if (tensor.Offset != position)
            {
                var fault = tensor.Offset < position ? "overlaps the tensor before it" : "leaves a gap before it";
                throw new WeightFormatException(file, $"tensor {tensor.Name} {fault}.");
            }

            position = tensor.Offset + tensor.Length;
        }

        if (position != fileLength)
        {
            throw new WeightFormatException(file, $"{fileLength - position} bytes after the last tensor belong to none.");
        }
    }
}
