using System.Globalization;
using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Requests;

/// <summary>Checks all of a request that needs no pack. What a pack can do is the planner's to say.</summary>
public static class RequestValidator
{
    private const int LongestPrompt = 4000;
    private const int MostConditioning = 16;
    private const int LongestCastName = 64;
    private const double LongestSeconds = 60;
    private const double ShortestSeconds = 0.5;
    private const double HighestFrameRate = 240;

    // Every whole number up to here is exact in JSON.
    private const long HighestSeed = (1L << 53) - 1;

    /// <exception cref="InvalidRequestException">Names the first bad field, what was given and what is allowed. Prompts are not quoted.</exception>
    public static void Check(GenerationRequest request, UploadStore uploads)
    {
        CheckPrompts(request);
        Require(Enum.IsDefined(request.Task), "task", request.Task, "shot, extend_tail, extend_head, fill_gap, edit or retake");
        Require(
            request.Seconds is >= ShortestSeconds and <= LongestSeconds, "seconds", request.Seconds, $"{ShortestSeconds} to {LongestSeconds}");
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
        CheckSequence(request.Sequence, request.Seconds);
        CheckStems(request.Stems);
        CheckNames(request);
        CheckConditioning(request, uploads);
    }

    private static void CheckPrompts(GenerationRequest request)
    {
        Require(
            request.Prompt.Length <= LongestPrompt && !string.IsNullOrWhiteSpace(request.Prompt), "prompt",
            string.IsNullOrWhiteSpace(request.Prompt) ? "nothing to read" : $"{request.Prompt.Length} characters", $"1 to {LongestPrompt} characters");
        Require(
            request.NegativePrompt.Length <= LongestPrompt, "negative_prompt", $"{request.NegativePrompt.Length} characters",
            $"up to {LongestPrompt} characters");
        foreach (var (field, text) in (ReadOnlySpan<(string, string)>)[("prompt", request.Prompt), ("negative_prompt", request.NegativePrompt)])
        {
            Require(
                !text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t')) && IsWholeText(text), field,
                "text with control characters or broken surrogates", "plain text");
        }
    }

    private static void CheckSequence(SequenceSettings sequence, double seconds)
    {
        var rate = sequence.FrameRate;
        Require(
            rate is { Numerator: > 0, Denominator: > 0 } && rate.FramesPerSecond is >= 1 and <= HighestFrameRate, "sequence.frame_rate",
            rate.Denominator == 0 ? "0/0" : rate, $"1 to {HighestFrameRate} frames a second, such as 25 or 24000/1001");
        Require(rate.FramesIn(seconds) >= 1, "seconds", seconds, "at least one frame");
        Require(IsSize(sequence.Width) && IsSize(sequence.Height), "sequence.size", $"{sequence.Width}x{sequence.Height}", "even numbers from 16 to 8192");
        Require(Enum.IsDefined(sequence.Fit), "sequence.fit", sequence.Fit, "fill, fit or crop");
        if (!Timecode.TryParse(sequence.StartTimecode, rate, out _, out var problem))
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

    private static void CheckConditioning(GenerationRequest request, UploadStore uploads)
    {
        Require(request.Conditioning.Count <= MostConditioning, "conditioning", $"{request.Conditioning.Count} pieces", $"at most {MostConditioning}");
        for (var index = 0; index < request.Conditioning.Count; index++)
        {
            var piece = request.Conditioning[index];
            var field = string.Create(CultureInfo.InvariantCulture, $"conditioning[{index}]");
            Require(Enum.IsDefined(piece.Role), $"{field}.role", piece.Role, "frame, clip, sound or cast");
            Require(
                double.IsFinite(piece.AtSeconds) && Math.Abs(piece.AtSeconds) <= LongestSeconds, $"{field}.at_seconds", piece.AtSeconds,
                $"-{LongestSeconds} to {LongestSeconds}");
            Require(piece.Name.Length <= LongestCastName, $"{field}.name", $"{piece.Name.Length} characters", $"up to {LongestCastName} characters");
            Require(
                uploads.Contains(piece.MediaId), $"{field}.media_id", Quote(piece.MediaId),
                "the id of an upload that this server holds; upload the media first");
        }
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
