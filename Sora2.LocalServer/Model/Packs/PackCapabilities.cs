using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Model.Packs;

/// <summary>What a pack can make.</summary>
public sealed record PackCapabilities
{
    public required IReadOnlyList<ShotTask> Tasks { get; init; }

    /// <summary>Stems that the model makes; speech comes from a voice and is not among them.</summary>
    public required IReadOnlyList<StemKind> Stems { get; init; }

    /// <summary>For a pack of pictures alone: the pack that makes <see cref="Stems"/> from its picture. Empty for one that makes its own.</summary>
    public string SoundPack { get; init; } = "";

    /// <summary>The first is the one the pack was mostly trained at.</summary>
    public required IReadOnlyList<PackSize> Sizes { get; init; }

    /// <summary>Slowest rate that the model makes, frames a second.</summary>
    public required double MinFrameRate { get; init; }

    /// <summary>Fastest rate that the model makes by itself, frames a second.</summary>
    public required double MaxFrameRate { get; init; }

    /// <summary>Longest shot that is made in one go: one window.</summary>
    public required double MaxSeconds { get; init; }

    /// <summary>Longest piece, made in windows that overlap; at or below <see cref="MaxSeconds"/> there is but one window.</summary>
    public double LongSeconds { get; init; }

    /// <summary>How many cast references one shot may have.</summary>
    public int MaxCast { get; init; }

    /// <summary>Whether frame 0 can be given as a picture.</summary>
    public bool FirstFrame { get; init; }

    /// <summary>Whether the last frame can be given as a picture.</summary>
    public bool LastFrame { get; init; }

    /// <summary>Languages of the prompts it was trained on, ISO 639-1.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];
}
