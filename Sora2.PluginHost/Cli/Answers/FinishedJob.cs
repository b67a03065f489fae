using System.Globalization;
using System.Text.Json.Nodes;
using Sora2.Contracts.V1;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Answers;

/// <summary>The answer of what makes shots, and of <c>watch</c>: how the job ended and where its shots are.</summary>
internal static class FinishedJob
{
    /// <param name="shots">What it published, in order of variants.</param>
    /// <returns>The command's exit code.</returns>
    public static int Answer(Terminal terminal, Job job, IReadOnlyList<Shot> shots)
    {
        terminal.Answer(ToJson(job, shots), console => Show(console, job, shots));
        SayWhyNot(terminal, job);
        return ExitCodeOf(job);
    }

    public static int ExitCodeOf(Job job) => job.State switch
    {
        JobState.Succeeded => ExitCode.Done,
        JobState.Cancelled => ExitCode.JobCancelled,
        _ => ExitCode.JobFailed,
    };

    /// <summary>The reason, when it has not made its shots.</summary>
    public static void SayWhyNot(Terminal terminal, Job job)
    {
        if (job.State is JobState.Failed or JobState.Quarantined)
        {
            terminal.Error.MarkupLineInterpolated($"[red]sora2:[/] job {job.Id} {job.State.Word()}: {job.Error?.Message ?? "no reason given"}");
        }
    }

    /// <summary>For scripts. The first shot's files stand at the top, where a script that makes one shot looks for them.</summary>
    public static JsonObject ToJson(Job job, IReadOnlyList<Shot> shots)
    {
        var first = shots.Count > 0 ? shots[0].ToJson() : [];
        var json = new JsonObject { ["job"] = job.Id, ["status"] = job.State.Word() };
        foreach (var key in (string[])["shot", "picture", "mix", "stems", "recipe"])
        {
            json[key] = first[key]?.DeepClone();
        }

        json["seconds_total"] = Math.Round(job.SecondsTotal, 3);
        json["seconds_in_model"] = Math.Round(job.SecondsInModel, 3);
        json["shots"] = new JsonArray([.. shots.Select(static shot => shot.ToJson())]);
        json["notes"] = new JsonArray([.. job.Notes.Select(static note => JsonValue.Create(note))]);
        if (job.Error is not null)
        {
            json["error"] = new JsonObject { ["code"] = job.Error.Code, ["message"] = job.Error.Message };
        }

        return json;
    }

    /// <summary>For people.</summary>
    public static void Show(IAnsiConsole console, Job job, IReadOnlyList<Shot> shots)
    {
        foreach (var shot in shots)
        {
            ShotCard.Show(console, shot);
        }

        foreach (var note in job.Notes)
        {
            console.MarkupLineInterpolated($"[yellow]note[/] {note}");
        }

        if (job.State == JobState.Succeeded)
        {
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"job {job.Id}: {job.SecondsTotal:F1} s, {job.SecondsInModel:F1} s of it in the model"));
        }
        else
        {
            console.WriteLine($"job {job.Id}: {job.State.Word()}");
        }
    }
}
