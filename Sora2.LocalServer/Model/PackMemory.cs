using System.Collections.Concurrent;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Families.Wan;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Weights;
using Sora2.LocalServer.Planning;

namespace Sora2.LocalServer.Model;

/// <summary>How much memory packs take, by their families. Thread-safe; loads no model.</summary>
public sealed class PackMemory
{
    private readonly ConcurrentDictionary<string, WanMemory> _wan = new();

    /// <inheritdoc cref="MemoryMeasure"/>
    public long Measure(PackInfo pack, VideoShape window)
    {
        if (pack.Family != WanModel.Family)
        {
            return MemoryEstimate.Of(pack, window);
        }

        try
        {
            return _wan.GetOrAdd(pack.Hash, _ => WanMemory.Read(pack.Folder)).PeakBytes(window);
        }
        catch (Exception error) when (error is InvalidDataException or WeightFormatException or IOException)
        {
            throw new PackException(pack.Name, error.Message, "Install the pack again.");
        }
    }
}
