using System.Globalization;
using Sora2.PluginHost.Sessions.Footage;

namespace Sora2.PluginHost.Sessions.Wishes;

/// <summary>What the user asks for, as plugin_host.h declares it; empty and 0 take the server's defaults.</summary>
internal sealed record Wish
{
    public const int ShotTask = 1;
    private const int LongestPrompt = 4000;
    private const int AllStems = 15;

    public required int Task { get; init; }

    public string Prompt { get; init; } = "";

    public string NegativePrompt { get; init; } = "";

    public string Pack { get; init; } = "";

    public string Project { get; init; } = "";

    /// <summary>Lines NAME=PATH.</summary>
    public string Cast { get; init; } = "";

    public string StartTimecode { get; init; } = "";

    public double Seconds { get; init; }

    public long Seed { get; init; }

    public required int RateNumerator { get; init; }

    public required int RateDenominator { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public int Fit { get; init; }

    public bool Draft { get; init; }

    /// <summary>Bits: 1 dialogue, 2 effects, 4 ambience, 8 music; 0 is all.</summary>
    public uint Stems { get; init; }

    public bool Silent { get; init; }

    /// <summary>What it goes on from; or <see cref="ClipPath"/>.</summary>
    public HostClip? Clip { get; init; }

    /// <summary>A movie file, or the name of a shot in the library.</summary>
    public string ClipPath { get; init; } = "";

    /// <summary>Name and picture of each of the cast.</summary>
    public IEnumerable<(string Name, string Path)> CastPictures => Cast
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(static line => line.Split('=', 2, StringSplitOptions.TrimEntries))
        .Select(static parts => parts is [{ Length: > 0 } name, { Length: > 0 } path]
            ? (name, path)
            : throw new ArgumentException("wish.cast: got a line that is none; allowed: lines NAME=PATH such as MAYA=/pictures/maya.png."));

    /// <summary>Refuses what can be seen here to be wrong; the server judges the rest.</summary>
    /// <exception cref="ArgumentException">A bad field, which the words name.</exception>
    public void Check()
    {
        Require(Task is >= ShotTask and <= 3, "task", Task, "SORA2_TASK_SHOT, SORA2_TASK_EXTEND_TAIL or SORA2_TASK_EXTEND_HEAD");
        Require(Prompt.Length <= LongestPrompt, "prompt", $"{Prompt.Length} characters", $"up to {LongestPrompt}");
        Require(Task != ShotTask || !string.IsNullOrWhiteSpace(Prompt), "prompt", "nothing", $"1 to {LongestPrompt} characters");
        Require(NegativePrompt.Length <= LongestPrompt, "negative_prompt", $"{NegativePrompt.Length} characters", $"up to {LongestPrompt}");
        Require(Seconds is 0 or (>= 0.5 and <= 60), "seconds", Seconds, "0.5 to 60, or 0 for the default");
        Require(RateNumerator > 0 && RateDenominator > 0, "rate", $"{RateNumerator}/{RateDenominator}", "a rate such as 25/1 or 24000/1001");
        PictureSides.Check("wish", Width, Height);
        Require(Fit is >= 0 and <= 3, "fit", Fit, "SORA2_FIT_FILL, SORA2_FIT_FIT, SORA2_FIT_CROP, or 0 for the default");
        Require(Stems <= AllStems, "stems", Stems, "bits of SORA2_STEM_DIALOGUE, EFFECTS, AMBIENCE and MUSIC, or 0 for all");
        Require(!Silent || Stems == 0, "stems", $"{Stems} beside silent", "one of the two");
        var clips = (Clip is null ? 0 : 1) + (ClipPath.Length == 0 ? 0 : 1);
        Require(
            clips == (Task == ShotTask ? 0 : 1), "clip and clip_path", $"{clips} of them", "none for SORA2_TASK_SHOT, one of the two to extend");
        _ = CastPictures.Count();
    }

    private static void Require(bool holds, string field, object given, string allowed)
    {
        if (!holds)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"wish.{field}: got {given}; allowed: {allowed}."));
        }
    }
}
