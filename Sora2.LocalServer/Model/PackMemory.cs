using System.Collections.Concurrent;
using Sora2.LocalServer.Model.Families.Wan;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Weights;
using Sora2.LocalServer.Planning.Memory;

namespace Sora2.LocalServer.Model;

/// <summary>How much memory packs take, by their families. Thread-safe; loads no model.</summary>
public sealed class PackMemory
{
    private readonly ConcurrentDictionary<string, WanMemory> _wan = new();

    /// <inheritdoc cref="MemoryMeasure"/>
    public MemoryPlan Measure(PackInfo pack, MemoryNeed need, long limitBytes)
    {
        if (pack.Family != WanModel.Family)
        {
            return MemoryEstimate.Of(pack, need, limitBytes);
        }

        try
        {
            return _wan.GetOrAdd(pack.Hash, _ => WanMemory.Read(pack.Folder)).Plan(need, limitBytes);
        }
        catch (Exception error) when (error is InvalidDataException or WeightFormatException or IOException)
        {
            throw new PackException(pack.Name, error.Message, "Install the pack again.");
        }
    }
}
