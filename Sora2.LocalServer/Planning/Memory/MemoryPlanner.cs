using System.Globalization;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Planning.Memory;

/// <summary>Fits what is to be made into the memory that is there, or says what would fit.</summary>
internal sealed class MemoryPlanner(PackCatalog packs, Func<MachineMemory> machine, MemoryMeasure measure)
{
    private const double LeastSeconds = 0.5;

    /// <param name="need">Of the whole request.</param>
    /// <param name="lengthField">The field that says how long the shot is.</param>
    /// <returns>The way for the memory that is free now, and the one that takes the least.</returns>
    /// <exception cref="InvalidRequestException">Not even the least fits into what a worker may ever have.</exception>
    /// <exception cref="PackException">The pack's configuration cannot be read.</exception>
    public (MemoryPlan Plan, MemoryPlan Least) Plan(GenerationRequest request, PackInfo pack, MemoryNeed need, FrameRate rate, string lengthField)
    {
        var memory = machine().Limited(request.MemoryBytes);
        var least = measure(pack, need, 0);
        if (least.PeakBytes <= memory.MostBytes)
        {
            return (measure(pack, need, Math.Max(least.PeakBytes, memory.PlannableBytes)), least);
        }

        var (field, given) = request.MemoryBytes > 0 && request.MemoryBytes == memory.MostBytes
            ? ("memory_bytes", Text(request.MemoryBytes))
            : (lengthField, string.Create(CultureInfo.InvariantCulture, $"{need.Window.Frames / rate.FramesPerSecond:0.##} s"));
        throw new InvalidRequestException(
            field, given, $"what fits into {Text(memory.MostBytes)} of memory: this takes {Text(least.PeakBytes)} at least. {Ways(pack, need, rate, least, memory)}");
    }

    /// <summary>"1536 MB", rounded up: what is named as a need is enough.</summary>
    public static string Text(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{(bytes + (1L << 20) - 1) >> 20} MB");

    private string Ways(PackInfo pack, MemoryNeed need, FrameRate rate, MemoryPlan least, MachineMemory memory)
    {
        var ways = new List<string>();
        if (Longest(pack, need, rate, memory.MostBytes) is { } seconds)
        {
            ways.Add(string.Create(CultureInfo.InvariantCulture, $"at most {seconds:0.#} s of it"));
        }

        if (Smaller(pack, need, memory.MostBytes) is { } size)
        {
            ways.Add($"a sequence of the aspect of {size.Width}x{size.Height}");
        }

        string[] others = [.. packs.List().Where(other => other.Name != pack.Name && Fits(other, need, rate, memory.MostBytes)).Select(static other => other.Name)];
        if (others.Length > 0)
        {
            ways.Add($"pack {string.Join(" or ", others)}");
        }

        if (least.PeakBytes <= memory.TotalBytes)
        {
            ways.Add($"a limit (--memory, setting memory-limit) of {Text(least.PeakBytes)} or more");
        }

        return ways.Count == 0 ? "Nothing of it fits: it takes another machine" : $"What fits: {string.Join("; ", ways)}";
    }

    // In steps of half a second.
    private double? Longest(PackInfo pack, MemoryNeed need, FrameRate rate, long bytes)
    {
        for (var seconds = Math.Floor(need.Window.Frames / rate.FramesPerSecond / LeastSeconds) * LeastSeconds; seconds >= LeastSeconds; seconds -= LeastSeconds)
        {
            var frames = rate.FramesIn(seconds);
            if (measure(pack, need with { Window = need.Window with { Frames = frames }, SourceFrames = Math.Min(frames, need.SourceFrames), KnownFrames = Math.Min(frames, need.KnownFrames) }, 0).PeakBytes <= bytes)
            {
                return seconds;
            }
        }

        return null;
    }

    private PackSize? Smaller(PackInfo pack, MemoryNeed need, long bytes) => pack.Capabilities!.Sizes
        .Where(size => measure(pack, need with { Window = need.Window with { Width = size.Width, Height = size.Height } }, 0).PeakBytes <= bytes)
        .MaxBy(static size => size.Width * size.Height);

    private bool Fits(PackInfo other, MemoryNeed need, FrameRate rate, long bytes)
    {
        if (other.Problem is { Length: > 0 } || other.Capabilities is not { Sizes: [var size, ..] } can || need.Window.Frames > can.MaxSeconds * rate.FramesPerSecond + 1)
        {
            return false;
        }

        try
        {
            return measure(other, need with { Window = new VideoShape(need.Window.Frames, size.Height, size.Width) }, 0).PeakBytes <= bytes;
        }
        catch (PackException)
        {
            return false;
        }
    }
}
