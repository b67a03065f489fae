using System.Globalization;
using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Requests;

/// <summary>Checks the media that a request hangs on: which roles its task takes, how many, and what each of them says.</summary>
internal static class ConditioningCheck
{
    private const int MostPieces = 16;
    private const int LongestCastName = 64;
    private const double LongestSeconds = 60;

    /// <exception cref="InvalidRequestException">Names the piece, its field and what is allowed.</exception>
    public static void Check(GenerationRequest request, UploadStore uploads)
    {
        var pieces = request.Conditioning;
        Require(pieces.Count <= MostPieces, "conditioning", $"{pieces.Count} pieces", $"at most {MostPieces}");
        for (var index = 0; index < pieces.Count; index++)
        {
            var piece = pieces[index];
            var field = string.Create(CultureInfo.InvariantCulture, $"conditioning[{index}]");
            CheckRole(request.Task, piece, field);
            Require(
                uploads.Contains(piece.MediaId), $"{field}.media_id", Quote(piece.MediaId),
                $"the id of an upload that this server holds; send the file of this {Word(piece.Role)} again");
        }

        CheckClips(request);
        CheckSounds(pieces);
        CheckNames(pieces);
    }

    /// <summary>How many clips a task hangs on.</summary>
    private static int ClipsOf(ShotTask task) => task switch
    {
        ShotTask.Shot => 0,
        ShotTask.FillGap => 2,
        _ => 1,
    };

    private static void CheckRole(ShotTask task, Conditioning piece, string field)
    {
        Require(Enum.IsDefined(piece.Role), $"{field}.role", piece.Role, "frame, clip, sound or cast");
        var (isFrame, isClip) = (piece.Role == ConditioningRole.Frame, piece.Role == ConditioningRole.Clip);
        Require(
            piece.Role == ConditioningRole.Cast || isFrame == (task == ShotTask.Shot), $"{field}.role", Word(piece.Role),
            task == ShotTask.Shot ? "frame or cast with task shot" : $"clip, sound or cast with task {task.Word()}");
        Require(
            double.IsFinite(piece.AtSeconds) && Math.Abs(piece.AtSeconds) <= LongestSeconds && (isFrame || piece.AtSeconds == 0),
            $"{field}.at_seconds", piece.AtSeconds, isFrame ? $"-{LongestSeconds} to {LongestSeconds}" : $"0 for a {Word(piece.Role)}");
        Require(isFrame || !piece.LastFrame, $"{field}.last_frame", piece.LastFrame, $"false for a {Word(piece.Role)}");
        Require(
            piece.Part is null || (isClip && task != ShotTask.Retake), $"{field}.part", "a part",
            isClip ? "nothing with task retake: it delivers the whole clip" : $"nothing for a {Word(piece.Role)}; only clips have parts");
        Require(piece.Part is null || IsRange(piece.Part), $"{field}.part", Describe(piece.Part), "a start of 0 or more and an end after it, in seconds");
        Require(
            (piece.Stem is not null) == (piece.Role == ConditioningRole.Sound) && (piece.Stem is not { } stem || Enum.IsDefined(stem)), $"{field}.stem",
            piece.Stem?.ToString() ?? "nothing", piece.Role == ConditioningRole.Sound ? "dialogue, effects, ambience or music" : $"nothing for a {Word(piece.Role)}");
        Require(
            piece.Role == ConditioningRole.Cast
                ? piece.Name.Length is > 0 and <= LongestCastName && piece.Name.All(char.IsLetterOrDigit)
                : piece.Name.Length == 0,
            $"{field}.name", Quote(piece.Name),
            piece.Role == ConditioningRole.Cast ? $"1 to {LongestCastName} letters and digits" : $"nothing for a {Word(piece.Role)}; only cast has names");
    }

    private static void CheckClips(GenerationRequest request)
    {
        var count = request.Conditioning.Count(static piece => piece.Role == ConditioningRole.Clip);
        var wanted = ClipsOf(request.Task);
        Require(
            count == wanted, "conditioning", $"{count} clips", $"{(wanted == 2 ? "two clips, the earlier one first," : "one clip")} with task {request.Task.Word()}");
    }

    private static void CheckSounds(IReadOnlyList<Conditioning> pieces)
    {
        HashSet<StemKind>? heard = null;
        for (var index = 0; index < pieces.Count; index++)
        {
            if (pieces[index] is { Role: ConditioningRole.Clip })
            {
                heard = [];
            }
            else if (pieces[index].Stem is { } stem)
            {
                var field = string.Create(CultureInfo.InvariantCulture, $"conditioning[{index}]");
                Require(heard is not null, $"{field}.role", "sound", "a sound after its clip");
                Require(heard!.Add(stem), $"{field}.stem", stem, "each stem of a clip once");
            }
        }
    }

    private static void CheckNames(IReadOnlyList<Conditioning> pieces)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < pieces.Count; index++)
        {
            Require(
                pieces[index].Role != ConditioningRole.Cast || names.Add(pieces[index].Name),
                string.Create(CultureInfo.InvariantCulture, $"conditioning[{index}].name"), Quote(pieces[index].Name), "each name once");
        }
    }

    /// <summary>Whether a stretch of time can be one.</summary>
    internal static bool IsRange(TimeRange range) => double.IsFinite(range.Start) && double.IsFinite(range.End) && range.Start >= 0 && range.End > range.Start;

    internal static string Describe(TimeRange? range) =>
        range is null ? "nothing" : string.Create(CultureInfo.InvariantCulture, $"{range.Start} to {range.End}");

    private static string Word(ConditioningRole role) => role.ToString().ToLowerInvariant();

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
