using System.Text.Json.Serialization;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Planning.Memory;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Planning;

/// <summary>What will run for one variant of a request: pure data, made without loading a model.</summary>
public sealed record GenerationPlan
{
    /// <summary>Folder name of the pack under the models root.</summary>
    public required string Pack { get; init; }

    /// <summary>SHA-256 of the manifest's file list: which weights run.</summary>
    public string PackHash { get; init; } = "";

    public ShotTask Task { get; init; } = ShotTask.Shot;

    /// <summary>What large models run on: "auto", the first GPU there is, else the processor; "cpu"; or the name of a device.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>What the shot shows, of several scenes the first: without quoted speech, cast by its slots "@1", "@2". May be empty where a clip goes on.</summary>
    public required string Prompt { get; init; }

    /// <summary>What is told one after the other; together as long as <see cref="Picture"/>. One for an ordinary shot.</summary>
    public IReadOnlyList<PlannedScene> Scenes { get; init; } = [];

    /// <summary>Footage that the shot hangs on, in the order of time; none for a shot from text and stills.</summary>
    public IReadOnlyList<PlannedClip> Clips { get; init; } = [];

    /// <summary>Persons and things to keep the same, by the slots of the prompt.</summary>
    public IReadOnlyList<PlannedCast> Cast { get; init; } = [];

    public required string NegativePrompt { get; init; }

    public required long Seed { get; init; }

    /// <summary>What the model makes, of a retake the new part alone: frames at <see cref="FrameRate"/>, the pack's own size for the sequence's aspect.</summary>
    public required VideoShape Picture { get; init; }

    public required FrameRate FrameRate { get; init; }

    /// <summary>Where the new part begins in the delivered movie, and so in the reel: 0 but for a retake.</summary>
    public int FirstNewFrame { get; init; }

    /// <summary>The frame of the delivered movie after the last new one.</summary>
    public int EndNewFrame
    {
        get => field == 0 ? Picture.Frames : field;
        init;
    }

    /// <summary>Frames of the delivered movie, and so of the reel: more than <see cref="Picture"/>'s for a retake alone.</summary>
    public int OutputFrames
    {
        get => field == 0 ? Picture.Frames : field;
        init;
    }

    /// <summary>Timecode of the delivered movie's first frame.</summary>
    public string StartTimecode { get; init; } = "01:00:00:00";

    /// <summary>Frames of the movie before the cut's first one.</summary>
    public int HeadHandle { get; init; }

    /// <summary>Frames of the movie after the cut's last one.</summary>
    public int TailHandle { get; init; }

    /// <summary>The rate the model runs at: <see cref="FrameRate"/>, a whole multiple or fraction of it, or the only one that its pack makes.</summary>
    public FrameRate ModelFrameRate
    {
        get => field == default ? FrameRate : field;
        init;
    }

    /// <summary>Whether frames between the model's are drawn by frame interpolation; else they are mixed from their neighbours.</summary>
    public bool Interpolated { get; init; }

    /// <summary>How many times as wide and high a network makes the model's frames before they are scaled to the sequence's size: 2, 3 or 4; 1 for none.</summary>
    public int UpscaleFactor { get; init; } = 1;

    /// <summary>Stems the model makes (never Dialogue: that is spoken, see <see cref="Dialogue"/>).</summary>
    public required IReadOnlyList<StemKind> Stems { get; init; }

    /// <summary>Rate of every stem in the reel, Hz.</summary>
    public int SampleRate { get; init; } = 24000;

    /// <summary>
    /// The reel that this plan fills: spoken words are a stem of their own, before the model's. Of a retake it is the new part alone.
    /// </summary>
    [JsonIgnore]
    public ReelHeader ReelHeader => MadeReelHeader with
    {
        Picture = Picture with { Width = Picture.Width * UpscaleFactor, Height = Picture.Height * UpscaleFactor },
    };

    /// <summary>The same with the frames as the model makes them.</summary>
    [JsonIgnore]
    public ReelHeader MadeReelHeader => new(
        Picture,
        FrameRate,
        SampleRate,
        Dialogue.Count > 0 ? [StemKind.Dialogue, .. Stems] : Stems,
        FrameRate.SamplesIn(Picture.Frames, SampleRate));

    /// <summary>Words to be spoken, in order; empty when the prompt quotes none or no dialogue stem is wanted.</summary>
    public required IReadOnlyList<string> Dialogue { get; init; }

    /// <summary>Noise levels from 1 down to 0; one more than there are steps.</summary>
    public required IReadOnlyList<float> Sigmas { get; init; }

    /// <summary>Noise levels of the sound, as many as the picture's: it may stay noisy for longer, and then follows the picture.</summary>
    public required IReadOnlyList<float> SoundSigmas { get; init; }

    public required float GuidanceScale { get; init; }

    /// <summary>Media id of the picture that frame 0 must show, or null.</summary>
    public string? FirstFrame { get; init; }

    /// <summary>Media id of the picture that the last frame must show, or null.</summary>
    public string? LastFrame { get; init; }

    /// <summary>How given pictures are brought to the pack's size.</summary>
    public FitPolicy StillFit { get; init; } = FitPolicy.Fill;

    /// <summary>What the worker may take.</summary>
    public MemoryPlan Memory { get; init; } = new();

    /// <summary>The way that takes the least memory: for a second try after memory ran out.</summary>
    public MemoryPlan LeastMemory { get; init; } = new();

    /// <summary>Things the user should know, in plain words: what could not be done as asked and what is done instead.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The same shot with the least memory.</summary>
    /// <param name="why">What the user is told, without a full stop.</param>
    public GenerationPlan WithLeastMemory(string why) => this with
    {
        Memory = LeastMemory,
        Notes =
        [
            .. Notes,
            LeastMemory == Memory
                ? $"{why}: it was tried again."
                : $"{why}: it was tried again with {MemoryPlanner.Text(LeastMemory.PeakBytes)} at most in place of {MemoryPlanner.Text(Memory.PeakBytes)}.",
        ],
    };
}
