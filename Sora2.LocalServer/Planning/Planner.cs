using System.Globalization;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Planning;

/// <summary>Plans a request for the packs of this machine.</summary>
/// <param name="memoryLimitBytes">Most that one worker may take.</param>
/// <param name="measure">Tells when a prompt is longer than its pack reads; without it nobody is told.</param>
public sealed class Planner(PackCatalog packs, long memoryLimitBytes, PromptMeasure? measure = null) : IPlanner
{
    // Spoken English runs at about this many characters a second.
    private const double CharactersPerSecond = 14;

    /// <summary>Plans for a machine whose whole memory one worker may take.</summary>
    public Planner(PackCatalog packs, PromptMeasure? measure = null)
        : this(packs, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, measure)
    {
    }

    /// <inheritdoc/>
    /// <exception cref="PackException">The pack is unknown or unusable.</exception>
    public GenerationPlan Plan(GenerationRequest request, int variant)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(variant);
        var pack = packs.Get(request.Pack);
        var (can, defaults) = (pack.Capabilities!, pack.Defaults!);
        CheckTask(request, pack, can);
        var notes = new List<string>();
        var rate = request.Sequence.FrameRate;
        var modelRate = RateOf(rate, pack, can, notes);
        var (first, last) = Stills(request, pack, can);
        var (spoken, seen) = SpeechParser.Parse(request.Prompt);
        var dialogue = request.Stems.Contains(StemKind.Dialogue) ? spoken : [];
        var prompt = string.IsNullOrWhiteSpace(seen) ? request.Prompt : seen;
        Note(request, dialogue, notes);
        NoteLength("prompt", prompt, pack, notes);
        NoteLength("negative prompt", request.NegativePrompt, pack, notes);
        var picture = PictureOf(request, can, notes);
        var memory = MemoryEstimate.Of(pack, picture with { Frames = modelRate.FramesIn(request.Seconds) });
        Require(memory <= memoryLimitBytes, "seconds", request.Seconds, $"less: this length takes {Megabytes(memory)}, and {Megabytes(memoryLimitBytes)} are there");

        return new GenerationPlan
        {
            Pack = pack.Name,
            PackHash = pack.Hash,
            Prompt = prompt,
            NegativePrompt = request.NegativePrompt,
            Seed = checked(request.Seed + variant),
            Picture = picture,
            FrameRate = rate,
            ModelFrameRate = modelRate,
            Stems = StemsOf(request, pack, can, notes),
            Dialogue = dialogue,
            Sigmas = SigmaSchedule.Of(StepsOf(request, defaults), defaults.SigmaShift),
            SoundSigmas = SigmaSchedule.Of(StepsOf(request, defaults), defaults.SoundSigmaShift),
            GuidanceScale = (float)(request.GuidanceScale == 0 ? defaults.Guidance : request.GuidanceScale),
            FirstFrame = first,
            LastFrame = last,
            StillFit = request.Sequence.Fit == FitPolicy.Fit ? FitPolicy.Fit : FitPolicy.Fill,
            EstimatedMemoryBytes = memory,
            Notes = notes,
        };
    }

    private static void CheckTask(GenerationRequest request, PackInfo pack, PackCapabilities can)
    {
        Require(can.Tasks.Contains(request.Task), "task", request.Task, $"what pack {pack.Name} does: {string.Join(", ", can.Tasks)}");
        Require(request.Seconds <= can.MaxSeconds, "seconds", request.Seconds, string.Create(
            CultureInfo.InvariantCulture, $"up to {can.MaxSeconds} with pack {pack.Name}"));
    }

    private static FrameRate RateOf(FrameRate rate, PackInfo pack, PackCapabilities can, List<string> notes)
    {
        var chosen = ModelRate.For(rate, can) ?? throw new InvalidRequestException(
            "sequence.frame_rate", rate.ToString(), string.Create(
                CultureInfo.InvariantCulture,
                $"{can.MinFrameRate} to {can.MaxFrameRate} frames a second with pack {pack.Name}, or a rate that a whole factor brings there"));
        if (chosen.FramesPerSecond < rate.FramesPerSecond)
        {
            notes.Add($"The pack makes at most {can.MaxFrameRate:0.##} frames a second: it made {chosen}, and the frames between are mixed from their neighbours.");
        }

        return chosen;
    }

    private static VideoShape PictureOf(GenerationRequest request, PackCapabilities can, List<string> notes)
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

        return new VideoShape(sequence.FrameRate.FramesIn(request.Seconds), size.Height, size.Width);
    }

    private static StemKind[] StemsOf(GenerationRequest request, PackInfo pack, PackCapabilities can, List<string> notes)
    {
        StemKind[] wanted = [.. request.Stems.Where(stem => stem != StemKind.Dialogue)];
        StemKind[] missing = [.. wanted.Except(can.Stems)];

        // Who asks for all stems asks for those that the pack has.
        if (missing.Length > 0 && request.Stems.Count < Enum.GetValues<StemKind>().Length)
        {
            notes.Add($"Pack {pack.Name} makes no {string.Join(" and no ", missing).ToLowerInvariant()}.");
        }

        return [.. wanted.Intersect(can.Stems).Order()];
    }

    private static int StepsOf(GenerationRequest request, PackDefaults defaults) =>
        request.StepCount > 0 ? request.StepCount : request.Draft ? defaults.DraftSteps : defaults.Steps;

    private static void Note(GenerationRequest request, IReadOnlyList<string> dialogue, List<string> notes)
    {
        if (dialogue.Sum(line => line.Length) / CharactersPerSecond > request.Seconds)
        {
            notes.Add("The quoted words take longer than the shot; the dialogue ends with the shot.");
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
            Require(given.Role == ConditioningRole.Frame, $"{field}.role", given.Role, $"frame: pack {pack.Name} takes pictures only");
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

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20} MB");

    private static void Require(bool holds, string field, object given, string allowed)
    {
        if (!holds)
        {
            throw new InvalidRequestException(field, Convert.ToString(given, CultureInfo.InvariantCulture) ?? "", allowed);
        }
    }
}
