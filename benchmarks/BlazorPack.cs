using System.Buffers.Binary;
using System.Text;

namespace Sora2.Benchmarks;

/// <summary>The few kinds of MessagePack that a circuit and its browser exchange, each message with its length before it.</summary>
/// <remarks>https://github.com/msgpack/msgpack/blob/master/spec.md; messages as in SignalR's HubProtocol.md.</remarks>
internal static class BlazorPack
{
    /// <summary>A call of the server's: [1, {}, invocation, target, arguments, []].</summary>
    /// <param name="invocation">Null wants no answer.</param>
    /// <param name="arguments">Texts, whole numbers, truths and nothing.</param>
    public static byte[] Call(string? invocation, string target, params ReadOnlySpan<object?> arguments)
    {
        var body = new List<byte> { 0x96, 0x01, 0x80 };
        Write(body, invocation);
        Write(body, target);
        body.Add((byte)(0x90 | arguments.Length));
        foreach (var argument in arguments)
        {
            Write(body, argument);
        }

        body.Add(0x90);
        return Framed(body);
    }

    public static byte[] Ping() => Framed([0x91, 0x06]);

    /// <summary>Takes whole messages out of what was received; the rest stays.</summary>
    public static IEnumerable<object?[]> Take(List<byte> received)
    {
        while (TryLength(received, out var prefix, out var length) && received.Count >= prefix + length)
        {
            var body = received.GetRange(prefix, length).ToArray();
            received.RemoveRange(0, prefix + length);
            var position = 0;
            yield return (object?[])Read(body, ref position)!;
        }
    }

    private static bool TryLength(List<byte> received, out int prefix, out int length)
    {
        (prefix, length) = (0, 0);
        while (prefix < received.Count)
        {
            var part = received[prefix];
            length |= (part & 0x7F) << (7 * prefix++);
            if (part < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    private static byte[] Framed(List<byte> body)
    {
        var message = new List<byte>();
        var rest = body.Count;
        for (; rest >= 0x80; rest >>= 7)
        {
            message.Add((byte)(rest | 0x80));
        }

        message.Add((byte)rest);
        return [.. message, .. body];
    }

    private static void Write(List<byte> body, object? value)
    {
        switch (value)
        {
            case null:
                body.Add(0xC0);
                break;
            case bool truth:
                body.Add(truth ? (byte)0xC3 : (byte)0xC2);
                break;
            case long number:
                body.Add(0xD3);
                body.AddRange(BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(number)));
                break;
            case string text:
                var bytes = Encoding.UTF8.GetBytes(text);
                body.Add(0xDB);
                body.AddRange(BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(bytes.Length)));
                body.AddRange(bytes);
                break;
            default:
                throw new NotSupportedException(value.GetType().Name);
        }
    }

    private static object? Read(byte[] body, ref int position)
    {
        var kind = body[position++];
        switch (kind)
        {
            case < 0x80:
                return (long)kind;
            case < 0x90:
                return Map(body, kind & 0x0F, ref position);
            case < 0xA0:
                return Array(body, kind & 0x0F, ref position);
            case < 0xC0:
                return Text(body, kind & 0x1F, ref position);
            case 0xC0:
                return null;
            case 0xC2 or 0xC3:
                return kind == 0xC3;
            case 0xC4 or 0xC5 or 0xC6:
                var length = (int)Number(body, 1 << (kind - 0xC4), ref position);
                position += length;
                return length;
            case >= 0xCC and <= 0xCF:
                return Number(body, 1 << (kind - 0xCC), ref position);
            case >= 0xD0 and <= 0xD3:
                return Number(body, 1 << (kind - 0xD0), ref position);
            case >= 0xD9 and <= 0xDB:
                return Text(body, (int)Number(body, 1 << (kind - 0xD9), ref position), ref position);
            case 0xDC or 0xDD:
                return Array(body, (int)Number(body, 2 << (kind - 0xDC), ref position), ref position);
            case >= 0xE0:
                return (long)(sbyte)kind;
            default:
                throw new NotSupportedException($"MessagePack kind {kind:X2}");
        }
    }

    private static long Number(byte[] body, int bytes, ref int position)
    {
        var number = 0L;
        for (var end = position + bytes; position < end; position++)
        {
            number = (number << 8) | body[position];
        }

        return number;
    }

    private static string Text(byte[] body, int length, ref int position)
    {
        position += length;
        return Encoding.UTF8.GetString(body, position - length, length);
    }

    private static object?[] Array(byte[] body, int count, ref int position)
    {
        var items = new object?[count];
        for (var i = 0; i < count; i++)
        {
            items[i] = Read(body, ref position);
        }

        return items;
    }

    private static object? Map(byte[] body, int count, ref int position)
    {
        for (var i = 0; i < 2 * count; i++)
        {
            Read(body, ref position);
        }

        return null;
    }
}
