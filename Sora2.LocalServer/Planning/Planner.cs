using System.Globalization;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Planning.Footage;
using Sora2.LocalServer.Planning.Memory;
using Sora2.LocalServer.Planning.Prompts;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Planning;

/// <summary>Plans a request for the packs of this machine.</summary>
/// <param name="memory">What a worker may take, asked anew for every plan.</param>
/// <param name="measure">Tells when a prompt is longer than its pack reads; without it nobody is told.</param>
/// <param name="inspect">Looks at clips; without it none is taken.</param>
/// <param name="need">Tells how much memory a window takes; without it all packs count as the embedded one does.</param>
public sealed class Planner(
    PackCatalog packs, Func<MachineMemory> memory, PromptMeasure? measure = null, ClipInspector? inspect = null, MemoryMeasure? need = null) : IPlanner
{
    // Spoken English runs at about this many characters a second.
    private const double CharactersPerSecond = 14;

    private readonly FootagePlanner _footage = new(inspect);
    private readonly PackWords _words = new();
    private readonly MemoryPlanner _memory = new(packs, memory, need ?? MemoryEstimate.Of);

    /// <inheritdoc/>
    /// <exception cref="PackException">The pack is unknown or unusable.</exception>
    public GenerationPlan Plan(GenerationRequest request, int variant)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(variant);
        var pack = packs.Get(request.Pack);
        var (can, defaults) = (pack.Capabilities!, pack.Defaults!);
        var longest = Math.Max(can.MaxSeconds, can.LongSeconds);
        CheckTask(request, pack, can, longest);
        var footage = _footage.Plan(request);
        var rate = request.Sequence.FrameRate;
        var seconds = request.Task.TakesItsLengthFromAClip() || footage.Frames != rate.FramesIn(request.Seconds) ? footage.Frames / rate.FramesPerSecond : request.Seconds;
        CheckLength(seconds, footage, pack, longest);
        var notes = new List<string>(footage.Notes);
        var interpolated = packs.InterpolationFolder is not null;
        var modelRate = RateOf(rate, pack, can, interpolated, notes);
        var (first, last) = Stills(request, pack, can);
        var words = PromptPlanner.Plan(request, footage.Frames);
        var scenes = request.Stems.Contains(StemKind.Dialogue) ? words.Scenes : [.. words.Scenes.Select(static scene => scene with { Dialogue = [] })];
        string[] dialogue = [.. scenes.SelectMany(static scene => scene.Dialogue)];
        Note(scenes, request.Sequence, notes);
        NoteWords(request, scenes, pack, notes);
        var picture = PictureOf(request, footage.Frames, can, notes);

        var upscaling = UpscalePlanner.FactorOf(request, pack, picture, packs, notes);
        var (memoryPlan, leastMemory) = _memory.Plan(request, pack, NeedOf(request, picture, upscaling, seconds, footage, first, modelRate, can), modelRate, footage.LengthField);
        if (memoryPlan.SmallTiles)
        {
            notes.Add($"The picture is decoded in small tiles, which may differ a little where they meet: {MemoryPlanner.Text(memoryPlan.PeakBytes)} of memory are enough for that.");
        }

        return new GenerationPlan
        {
            Pack = pack.Name,
            PackHash = pack.Hash,
            Task = request.Task,
            Prompt = scenes[0].Prompt,
            Scenes = scenes,
            Clips = footage.Clips,
            Cast = words.Cast,
            NegativePrompt = request.NegativePrompt,
            Seed = checked(request.Seed + variant),
            Picture = picture,
            FirstNewFrame = footage.FirstNewFrame,
            EndNewFrame = footage.FirstNewFrame + footage.Frames,
            OutputFrames = footage.OutputFrames,
            StartTimecode = footage.StartTimecode,
            HeadHandle = request.Sequence.HeadHandle,
            TailHandle = request.Sequence.TailHandle,
            FrameRate = rate,
            ModelFrameRate = modelRate,
            Interpolated = interpolated && !Falls(rate, modelRate),
            UpscaleFactor = upscaling,
            Stems = StemsOf(request, pack, can, packs, notes),
            Dialogue = dialogue,
            Sigmas = SigmaSchedule.Of(StepsOf(request, defaults), defaults.SigmaShift),
            SoundSigmas = SigmaSchedule.Of(StepsOf(request, defaults), defaults.SoundSigmaShift),
            GuidanceScale = (float)(request.GuidanceScale == 0 ? defaults.Guidance : request.GuidanceScale),
            FirstFrame = first,
            LastFrame = last,
            StillFit = request.Sequence.Fit == FitPolicy.Fit ? FitPolicy.Fit : FitPolicy.Fill,
            Memory = memoryPlan,
            LeastMemory = leastMemory,
            Notes = notes,
        };
    }

    private static void CheckTask(GenerationRequest request, PackInfo pack, PackCapabilities can, double longest)
    {
        Require(
            can.Tasks.Contains(request.Task), "task", request.Task.Word(),
            $"what pack {pack.Name} does: {string.Join(", ", can.Tasks.Select(static task => task.Word()))}");
        Require(
            request.Scenes.Count == 0 || longest > can.MaxSeconds, "scenes", request.Scenes.Count, $"none: pack {pack.Name} makes one scene in one go");
        var cast = 0;
        for (var index = 0; index < request.Conditioning.Count; index++)
        {
            Require(
                request.Conditioning[index].Role != ConditioningRole.Cast || ++cast <= can.MaxCast,
                string.Create(CultureInfo.InvariantCulture, $"conditioning[{index}].role"), "cast",
                can.MaxCast == 0 ? $"no cast references with pack {pack.Name}" : $"at most {can.MaxCast} cast references with pack {pack.Name}");
        }
    }

    private static void CheckLength(double seconds, FootagePlan footage, PackInfo pack, double longest) =>
        Require(seconds <= longest, footage.LengthField, seconds, string.Create(CultureInfo.InvariantCulture, $"up to {longest} seconds with pack {pack.Name}"));

    // A longer piece is made a window at a time, each going on from the one before; a clip that is edited is read as a whole.
    private MemoryNeed NeedOf(
        GenerationRequest request, VideoShape picture, int upscaling, double seconds, FootagePlan footage, string? first, FrameRate modelRate, PackCapabilities can)
    {
        var window = modelRate.FramesIn(Math.Min(seconds, can.MaxSeconds));
        return new MemoryNeed(
            picture with { Frames = window },
            footage.Clips.Where(static clip => clip.Use == ClipUse.Source).Sum(clip => modelRate.FramesIn(clip.End - clip.Start)),
            seconds > can.MaxSeconds || footage.Clips.Count > 0 ? window : first is null ? 0 : 1,
            (request.Stems.Count > 0 && packs.InFolder(can.SoundPack) is { } sounds ? MemoryEstimate.WeightsOf(sounds) : 0)
                + MemoryEstimate.OfUpscaling(picture, upscaling));
    }

    private static FrameRate RateOf(FrameRate rate, PackInfo pack, PackCapabilities can, bool interpolated, List<string> notes)
    {
        var chosen = ModelRate.For(rate, can) ?? ModelRate.Only(can) ?? throw new InvalidRequestException(
            "sequence.frame_rate", rate.ToString(), string.Create(
                CultureInfo.InvariantCulture,
                $"{can.MinFrameRate} to {can.MaxFrameRate} frames a second with pack {pack.Name}, or a rate that a whole factor brings there"));
        if (!Falls(rate, chosen))
        {
            var how = interpolated ? "are drawn between its own" : "are mixed from their neighbours";
            notes.Add(can.MinFrameRate == can.MaxFrameRate
                ? $"The pack makes {chosen} frames a second: those of {rate} {how}."
                : $"The pack makes at most {can.MaxFrameRate:0.##} frames a second: it made {chosen}, and the frames between {how}.");
        }

        return chosen;
    }

    // Whether every frame of the sequence falls on one of the model's.
    private static bool Falls(FrameRate rate, FrameRate model) =>
        (long)model.Numerator * rate.Denominator % ((long)rate.Numerator * model.Denominator) == 0;

    private static VideoShape PictureOf(GenerationRequest request, int frames, PackCapabilities can, List<string> notes)
    {
        var sequence = request.Sequence;
        var aspect = (double)sequence.Width / sequence.Height;
        var size = can.Sizes.MinBy(size => Math.Abs(Math.Log(size.Aspect / aspect)))!;

        // A tenth more or less is cut or padded without anyone missing it.
        if (Math.Abs(Math.Log(size.Aspect / aspect)) > 0.1)
        {
            var what = sequence.Fit switch
            {
                FitPolicy.Fill => "what stands out is cut",
                FitPolicy.Fit => "there is black beside it",
                _ => "it is cut or padded without scaling",
            };
            notes.Add($"The pack makes no picture of the shape {sequence.Width}x{sequence.Height}; it made {size}, and {what}.");
        }

        return new VideoShape(frames, size.Height, size.Width);
    }

    private static StemKind[] StemsOf(GenerationRequest request, PackInfo pack, PackCapabilities can, PackCatalog packs, List<string> notes)
    {
        StemKind[] wanted = [.. request.Stems.Where(stem => stem != StemKind.Dialogue)];
        StemKind[] missing = [.. wanted.Except(can.Stems)];

        // Who asks for all stems asks for those that the pack has.
        if (missing.Length > 0 && request.Stems.Count < Enum.GetValues<StemKind>().Length)
        {
            notes.Add($"Pack {pack.Name} makes no {string.Join(" and no ", missing).ToLowerInvariant()}.");
        }

        StemKind[] made = [.. wanted.Intersect(can.Stems).Order()];
        if (made.Length == 0 || can.SoundPack.Length == 0)
        {
            return made;
        }

        if (packs.List().All(other => other.Name != can.SoundPack || other.Problem is not null))
        {
            notes.Add($"Pack {pack.Name} makes no sound, and pack {can.SoundPack}, which would make it from the picture, is not there.");
            return [];
        }

        notes.Add($"Pack {pack.Name} makes no sound: {string.Join(", ", made).ToLowerInvariant()} are made by pack {can.SoundPack} from the picture.");
        return made;
    }

    private static int StepsOf(GenerationRequest request, PackDefaults defaults) =>
        request.StepCount > 0 ? request.StepCount : request.Draft ? defaults.DraftSteps : defaults.Steps;

    private static void Note(IReadOnlyList<PlannedScene> scenes, SequenceSettings sequence, List<string> notes)
    {
        // Nothing is said in the handles.
        var silent = (Head: sequence.HeadHandle, Tail: sequence.TailHandle);
        if (scenes.Index().Any(entry => entry.Item.Dialogue.Sum(static line => line.Length) / CharactersPerSecond
            > (entry.Item.Frames - (entry.Index == 0 ? silent.Head : 0) - (entry.Index == scenes.Count - 1 ? silent.Tail : 0)) / sequence.FrameRate.FramesPerSecond))
        {
            notes.Add("The quoted words take longer than the shot; the dialogue ends with the shot.");
        }
    }

    private void NoteWords(GenerationRequest request, IReadOnlyList<PlannedScene> scenes, PackInfo pack, List<string> notes)
    {
        foreach (var (index, scene) in scenes.Index())
        {
            NoteLength(scenes.Count == 1 ? "prompt" : string.Create(CultureInfo.InvariantCulture, $"prompt of scene {index + 1}"), scene.Prompt, pack, notes);
        }

        NoteLength("negative prompt", request.NegativePrompt, pack, notes);
        if (_words.Of(pack) is { } known && UnknownWords.NoteFor(known, scenes.Select(static scene => scene.Prompt)) is { } unknown)
        {
            notes.Add(unknown);
        }
    }

    private void NoteLength(string what, string text, PackInfo pack, List<string> notes)
    {
        if (measure is not null && measure(pack, text) is { Pieces: var pieces, Read: var read } && pieces > read)
        {
            notes.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"The {what} is longer than pack {pack.Name} reads: it makes {pieces} pieces of it and takes the first {read}, about {100 * read / pieces} % of the text."));
        }
    }

    private static (string? First, string? Last) Stills(GenerationRequest request, PackInfo pack, PackCapabilities can)
    {
        string? first = null;
        string? last = null;
        for (var i = 0; i < request.Conditioning.Count; i++)
        {
            var given = request.Conditioning[i];
            var field = string.Create(CultureInfo.InvariantCulture, $"conditioning[{i}]");
            if (given.Role != ConditioningRole.Frame)
            {
                continue;
            }

            Require(
                given.LastFrame ? can.LastFrame && last is null : can.FirstFrame && first is null && given.AtSeconds == 0,
                $"{field}.at_seconds",
                given.LastFrame ? "the last frame" : given.AtSeconds,
                Allowed(pack, can));
            (first, last) = given.LastFrame ? (first, given.MediaId) : (given.MediaId, last);
        }

        return (first, last);
    }

    private static string Allowed(PackInfo pack, PackCapabilities can) => (can.FirstFrame, can.LastFrame) switch
    {
        (true, true) => $"one picture at 0 and one at the last frame with pack {pack.Name}",
        (true, false) => $"one picture at 0 with pack {pack.Name}",
        (false, true) => $"one picture at the last frame with pack {pack.Name}",
        _ => $"none: pack {pack.Name} takes no pictures",
    };

    private static void Require(bool holds, string field, object given, string allowed)
    {
        if (!holds)
        {
            throw new InvalidRequestException(field, Convert.ToString(given, CultureInfo.InvariantCulture) ?? "", allowed);
        }
    }
}
