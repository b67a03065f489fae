using System.Runtime.InteropServices;
using System.Text;

namespace Sora2.PluginHost.Abi;

/// <summary>Text of the header: UTF-8 that ends with 0.</summary>
internal static unsafe class NativeText
{
    /// <summary>Longest text of a field, in bytes: 4000 characters of any script.</summary>
    public const int LongestField = 16 << 10;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Empty for null.</summary>
    /// <exception cref="ArgumentException">Too long, or no UTF-8.</exception>
    public static string Read(byte* text, string field, int longest = LongestField)
    {
        if (text is null)
        {
            return "";
        }

        // No byte behind the limit is looked at: a text without its end must not take the program down.
        var length = 0;
        while (text[length] != 0)
        {
            if (++length > longest)
            {
                throw new ArgumentException($"{field}: got more than {longest} bytes; allowed: UTF-8 that ends with 0 within them.");
            }
        }

        try
        {
            return s_strict.GetString(text, length);
        }
        catch (ArgumentException)
        {
            throw new ArgumentException($"{field}: got bytes that are no UTF-8; allowed: UTF-8.");
        }
    }

    /// <summary>Writes as much as fits with the 0 at the end, whole characters alone; the rest is 0.</summary>
    /// <returns>Bytes that all of it takes, with the 0.</returns>
    public static nuint Write(string text, byte* target, nuint capacity)
    {
        // A lone half of a character, which a file's name may hold, becomes a question mark.
        var bytes = Encoding.UTF8.GetBytes(text);
        if (target is not null && capacity > 0)
        {
            var count = (int)Math.Min((nuint)bytes.Length, capacity - 1);
            while (count < bytes.Length && count > 0 && (bytes[count] & 0xC0) == 0x80)
            {
                count--;
            }

            bytes.AsSpan(0, count).CopyTo(new Span<byte>(target, count));
            target[count] = 0;
        }

        return (nuint)bytes.Length + 1;
    }

    /// <summary>Writes a text and what it needs, as all functions with capacity and needed do.</summary>
    public static void Give(string text, byte* target, nuint capacity, nuint* needed)
    {
        if (target is null && capacity > 0)
        {
            throw new ArgumentException("text: got null beside a capacity; allowed: memory of that size, or a capacity of 0.");
        }

        var all = Write(text, target, capacity);
        if (needed is not null)
        {
            *needed = all;
        }
    }
}
