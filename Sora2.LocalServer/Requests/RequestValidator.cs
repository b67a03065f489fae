using System.Globalization;
using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Requests;

/// <summary>Checks all of a request that needs no pack. What a pack can do is the planner's to say.</summary>
public static class RequestValidator
{
    private const int LongestPrompt = 4000;
    private const int MostScenes = 30;
    private const int LongestShotName = 128;
    private const double LongestSeconds = 60;
    private const double ShortestSeconds = 0.5;
    private const double HighestFrameRate = 240;
    private const long MostMemory = 1L << 50;

    // Every whole number up to here is exact in JSON.
    private const long HighestSeed = (1L << 53) - 1;

    /// <exception cref="InvalidRequestException">Names the first bad field, what was given and what is allowed. Prompts are not quoted.</exception>
    public static void Check(GenerationRequest request, UploadStore uploads)
    {
        Require(Enum.IsDefined(request.Task), "task", request.Task, "shot, extend_tail, extend_head, fill_gap, edit or retake");
        CheckPrompts(request);
        CheckScenes(request);
        CheckRange(request);
        Require(
            request.Task.TakesItsLengthFromAClip() || request.Seconds is >= ShortestSeconds and <= LongestSeconds, "seconds", request.Seconds,
            $"{ShortestSeconds} to {LongestSeconds}");
        Require(request.Seed is >= 0 and <= HighestSeed, "seed", request.Seed, $"0 to {HighestSeed}");
        Require(request.Variants is >= 1 and <= 16, "variants", request.Variants, "1 to 16");
        Require(request.StepCount is >= 0 and <= 200, "step_count", request.StepCount, "1 to 200, or 0 for the pack's own");
        Require(
            request.GuidanceScale is 0 or (>= 1 and <= 20), "guidance_scale", request.GuidanceScale, "1 (none) to 20, or 0 for the pack's own");
        Require(Enum.IsDefined(request.Codec), "codec", request.Codec, "prores422hq, dnxhr-hqx or h264");
        Require(request.Pack.Length <= 64, "pack", $"{request.Pack.Length} characters", "the name of an installed pack");
        Require(
            request.PackHash.Length == 0 || UploadStore.IsMediaId(request.PackHash), "pack_hash", $"{request.PackHash.Length} characters",
            "nothing, or 64 lower-case hex digits");
        Require(
            request.Parent.Length <= LongestShotName && request.Parent.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'),
            "parent", Quote(request.Parent), "nothing, or the name of a shot");
        Require(
            request.MemoryBytes is 0 or (>= GenerationRequest.LeastMemory and <= MostMemory), "memory_bytes", request.MemoryBytes,
            $"{GenerationRequest.LeastMemory} to {MostMemory}, or 0 for no limit");
        CheckSequence(request);
        CheckStems(request.Stems);
        CheckNames(request);
        HandlesCheck.Check(request);
        ConditioningCheck.Check(request, uploads);
    }

    private static void CheckPrompts(GenerationRequest request)
    {
        CheckText("prompt", request.Prompt, mayBeEmpty: request.Scenes.Count > 0 || request.Task.GoesOnWithoutWords());
        CheckText("negative_prompt", request.NegativePrompt, mayBeEmpty: true);
        for (var index = 0; index < request.Scenes.Count && index < MostScenes; index++)
        {
            CheckText(string.Create(CultureInfo.InvariantCulture, $"scenes[{index}].prompt"), request.Scenes[index].Prompt, mayBeEmpty: false);
        }
    }

    private static void CheckText(string field, string text, bool mayBeEmpty)
    {
        var isEmpty = string.IsNullOrWhiteSpace(text);
        Require(
            text.Length <= LongestPrompt && (mayBeEmpty || !isEmpty), field, isEmpty ? "nothing to read" : $"{text.Length} characters",
            $"{(mayBeEmpty ? "up" : "1")} to {LongestPrompt} characters");
        Require(
            !text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')) && IsWholeText(text), field,
            "text with control characters or broken surrogates", "plain text");
    }

    private static void CheckScenes(GenerationRequest request)
    {
        const double Millisecond = 0.001;
        var scenes = request.Scenes;
        if (scenes.Count == 0)
        {
            return;
        }

        Require(request.Task == ShotTask.Shot && scenes.Count <= MostScenes, "scenes", $"{scenes.Count} with task {request.Task.Word()}", $"up to {MostScenes}, with task shot alone");
        for (var index = 0; index < scenes.Count; index++)
        {
            Require(
                scenes[index].Seconds is >= ShortestSeconds and <= LongestSeconds, string.Create(CultureInfo.InvariantCulture, $"scenes[{index}].seconds"),
                scenes[index].Seconds, $"{ShortestSeconds} to {LongestSeconds}");
        }

        var sum = scenes.Sum(static scene => scene.Seconds);
        Require(sum <= LongestSeconds, "scenes", string.Create(CultureInfo.InvariantCulture, $"{sum} seconds"), $"at most {LongestSeconds} seconds together");
        Require(Math.Abs(request.Seconds - sum) <= Millisecond, "seconds", request.Seconds, $"nothing beside scenes, or their sum, {sum}");
    }

    private static void CheckRange(GenerationRequest request)
    {
        Require(
            request.Range is null || request.Task == ShotTask.Retake, "range", "a range", $"nothing with task {request.Task.Word()}; only a retake has one");
        Require(
            request.Task != ShotTask.Retake || (request.Range is { } range && ConditioningCheck.IsRange(range) && range.End - range.Start >= ShortestSeconds),
            "range", ConditioningCheck.Describe(request.Range), $"a start of 0 or more and an end {ShortestSeconds} seconds or more after it: what to make anew");
    }

    private static void CheckSequence(GenerationRequest request)
    {
        var (sequence, seconds) = (request.Sequence, request.Seconds);
        var rate = sequence.FrameRate;
        Require(
            rate is { Numerator: > 0, Denominator: > 0 } && rate.FramesPerSecond is >= 1 and <= HighestFrameRate, "sequence.frame_rate",
            rate.Denominator == 0 ? "0/0" : rate, $"1 to {HighestFrameRate} frames a second, such as 25 or 24000/1001");
        Require(request.Task.TakesItsLengthFromAClip() || rate.FramesIn(seconds) >= 1, "seconds", seconds, "at least one frame");
        Require(IsSize(sequence.Width) && IsSize(sequence.Height), "sequence.size", $"{sequence.Width}x{sequence.Height}", "even numbers from 16 to 8192");
        Require(Enum.IsDefined(sequence.Fit), "sequence.fit", sequence.Fit, "fill, fit or crop");
        if (sequence.StartTimecode.Length > 0 && !Timecode.TryParse(sequence.StartTimecode, rate, out _, out var problem))
        {
            throw new InvalidRequestException("sequence.start_timecode", Quote(sequence.StartTimecode), problem);
        }
    }

    private static void CheckStems(IReadOnlyList<StemKind> stems)
    {
        Require(
            stems.All(Enum.IsDefined) && stems.Distinct().Count() == stems.Count, "stems", string.Join(", ", stems.Take(8)),
            "dialogue, effects, ambience and music, each once");
    }

    private static void CheckNames(GenerationRequest request)
    {
        Require(
            AsciiNames.TryFold(request.Project, out _), "project", Quote(request.Project),
            $"a name with letters or digits, at most {AsciiNames.MaxLength} characters, that Windows does not keep for a device");
        Require(
            request.Shot.Length == 0 || AsciiNames.TryFold(request.Shot, out _), "shot", Quote(request.Shot),
            $"nothing, or a name with letters or digits, at most {AsciiNames.MaxLength} characters");
    }

    private static bool IsSize(int pixels) => pixels is >= 16 and <= 8192 && pixels % 2 == 0;

    private static bool IsWholeText(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsSurrogate(text[index]) && !(index + 1 < text.Length && char.IsSurrogatePair(text[index], text[++index])))
            {
                return false;
            }
        }

        return true;
    }

    private static string Quote(string text) => text.Length <= 64 ? $"\"{text}\"" : $"{text.Length} characters";

    private static void Require(bool holds, string field, object given, FormattableString allowed) =>
        Require(holds, field, given, allowed.ToString(CultureInfo.InvariantCulture));

    private static void Require(bool holds, string field, object given, string allowed)
    {
        if (!holds)
        {
            throw new InvalidRequestException(field, Convert.ToString(given, CultureInfo.InvariantCulture) ?? "", allowed);
        }
    }
}
