using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Requests;

/// <summary>What a user asked for, complete in itself: nothing outside it changes the result.</summary>
public sealed record GenerationRequest
{
    /// <summary>Least that <see cref="MemoryBytes"/> may say: the process itself takes most of that.</summary>
    public const long LeastMemory = 512L << 20;

    public ShotTask Task { get; init; } = ShotTask.Shot;

    /// <summary>1 to 4000 characters; may be empty with <see cref="Scenes"/>, whose shared part it is, and where a clip goes on.</summary>
    public required string Prompt { get; init; }

    /// <summary>What the shot should not be; up to 4000 characters.</summary>
    public string NegativePrompt { get; init; } = "";

    /// <summary>
    /// Length of what is new, 0.5 to 60; the exact frame count is the nearest at the sequence's rate. With <see cref="Scenes"/>
    /// their sum; not looked at for Edit and Retake, whose clip decides.
    /// </summary>
    public double Seconds { get; init; } = 4;

    public required SequenceSettings Sequence { get; init; }

    /// <summary>Seed of variant 0; variant n uses Seed + n.</summary>
    public long Seed { get; init; }

    /// <summary>Shots to make from this request, 1 to 16.</summary>
    public int Variants { get; init; } = 1;

    /// <summary>Name of the model pack; empty takes the server's default.</summary>
    public string Pack { get; init; } = "";

    /// <summary>When given, the pack must have exactly this hash: a recipe is only made again with the weights that made it.</summary>
    public string PackHash { get; init; } = "";

    /// <summary>Denoising steps, 1 to 200; 0 takes the pack's default.</summary>
    public int StepCount { get; init; }

    /// <summary>Classifier-free guidance, 1 (none) to 20; 0 takes the pack's default.</summary>
    public double GuidanceScale { get; init; }

    /// <summary>Most memory that the model may take, bytes; 0 is as much as the server allows. Slower with less, and the same shot but for small tiles.</summary>
    public long MemoryBytes { get; init; }

    public IReadOnlyList<Conditioning> Conditioning { get; init; } = [];

    /// <summary>Stems wanted; empty makes a silent shot.</summary>
    public IReadOnlyList<StemKind> Stems { get; init; } = [StemKind.Dialogue, StemKind.Effects, StemKind.Ambience, StemKind.Music];

    /// <summary>Fewer steps, marked as draft in the recipe; may be promoted to final later.</summary>
    public bool Draft { get; init; }

    /// <summary>Whether a network makes the picture larger where the sequence is larger than what the pack makes; else it is scaled.</summary>
    public bool Upscale { get; init; }

    public PictureCodec Codec { get; init; } = PictureCodec.ProRes422Hq;

    /// <summary>Project name; letters, digits, '-' and '_' after folding to ASCII.</summary>
    public string Project { get; init; } = "SORA2";

    /// <summary>Shot name; empty lets the library number it.</summary>
    public string Shot { get; init; } = "";

    /// <summary>Retake only: the part of the clip to make anew.</summary>
    public TimeRange? Range { get; init; }

    /// <summary>One continuous piece in parts; empty for an ordinary shot.</summary>
    public IReadOnlyList<Scene> Scenes { get; init; } = [];

    /// <summary>Name of the shot that this one was promoted, extended, edited or retaken from; empty when it comes from none.</summary>
    public string Parent { get; init; } = "";
}
