using System.Globalization;
using System.Text.Json.Nodes;

using Sora2.Contracts.V1;

namespace Sora2.PluginHost.Cli.Answers;

/// <summary>How jobs and shots are put into words and JSON.</summary>
internal static class JobWords
{
    public static bool IsFinished(this Job job) => job.State is not (JobState.Queued or JobState.Running or JobState.Unspecified);

    /// <summary>"succeeded", "cancelled", …</summary>
    public static string Word(this JobState state) => state.ToString().ToLowerInvariant();

    public static string Word(this StemKind stem) => stem.ToString().ToLowerInvariant();

    public static JsonObject ToJson(this Job job)
    {
        var json = new JsonObject
        {
            ["job"] = job.Id,
            ["status"] = job.State.Word(),
            ["stage"] = job.Stage,
            ["place"] = job.Place > 0 ? job.Place : null,
            ["progress"] = Math.Round(job.Progress, 4),
            ["attempt"] = job.Attempt,
            ["prompt"] = job.Request?.Prompt ?? "",
            ["created_at"] = job.CreatedAt?.ToDateTimeOffset().ToString("O", CultureInfo.InvariantCulture),
            ["shots"] = new JsonArray([.. job.Shots.Select(static name => JsonValue.Create(name))]),
            ["seconds_total"] = Math.Round(job.SecondsTotal, 3),
            ["seconds_in_model"] = Math.Round(job.SecondsInModel, 3),
        };
        if (job.Error is not null)
        {
            json["error"] = new JsonObject { ["code"] = job.Error.Code, ["message"] = job.Error.Message };
        }

        return json;
    }

    public static JsonObject ToJson(this Shot shot) => new()
    {
        ["shot"] = shot.Name,
        ["title"] = shot.Title.Length > 0 ? shot.Title : null,
        ["folder"] = shot.Folder,
        ["picture"] = shot.Picture,
        ["mix"] = shot.Mix.Length > 0 ? shot.Mix : null,
        ["stems"] = new JsonObject([.. shot.Stems.Select(static stem => KeyValuePair.Create<string, JsonNode?>(stem.Kind.Word(), stem.Path))]),
        ["recipe"] = shot.Recipe,
        ["poster"] = shot.Poster,
        ["created_at"] = shot.CreatedAt?.ToDateTimeOffset().ToString("O", CultureInfo.InvariantCulture),
        ["job"] = shot.JobId,
    };
}
