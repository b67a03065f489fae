using System.Runtime.CompilerServices;

namespace Sora2.PluginHost.Abi.Structures;

/// <summary>Structures that begin with their own size: callers that know fewer fields, or more, than this library.</summary>
internal static unsafe class SizedStructure
{
    /// <summary>A copy of the caller's structure; fields that it does not know are 0.</summary>
    /// <param name="least">Its size in version 1 of the interface.</param>
    /// <exception cref="ArgumentException">Null, or smaller than it ever was.</exception>
    public static T Read<T>(T* structure, int least, string name)
        where T : unmanaged
    {
        Check(structure, least, name);
        T copy = default;
        Unsafe.CopyBlockUnaligned(&copy, structure, Math.Min(*(uint*)structure, (uint)sizeof(T)));
        return copy;
    }

    /// <summary>Fills the caller's structure as far as it reaches; its size stays.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static void Write<T>(T* structure, int least, string name, T value)
        where T : unmanaged
    {
        Check(structure, least, name);
        var size = *(uint*)structure;
        Unsafe.CopyBlockUnaligned((byte*)structure + sizeof(uint), (byte*)&value + sizeof(uint), Math.Min(size, (uint)sizeof(T)) - sizeof(uint));
    }

    public static void Check<T>(T* structure, int least, string name)
        where T : unmanaged
    {
        if (structure is null)
        {
            throw new ArgumentException($"{name}: got null; allowed: the address of a structure that begins with its size.");
        }

        if (*(uint*)structure < least)
        {
            throw new ArgumentException($"{name}.size: got {*(uint*)structure}; allowed: {least} or more, which sizeof gives.");
        }
    }
}
