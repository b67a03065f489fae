using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Answers;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Commands;

/// <summary><c>sora2 queue</c>: the newest jobs.</summary>
internal static class QueueCommand
{
    private const int DefaultCount = 20;
    private const int PromptWidth = 48;

    public static Command Create()
    {
        var count = new Option<int>("--count") { Description = "How many jobs to show, newest first; default 20.", DefaultValueFactory = static _ => DefaultCount };
        var waiting = new Option<bool>("--waiting") { Description = "Only jobs that wait, in the order in which they will run." };
        var command = new Command("queue", "List jobs, newest first.") { count, waiting, QueueMoveCommand.Create() };
        command.Runs(async (parsed, terminal, cancellationToken) =>
        {
            using var session = await ServerSession.OpenAsync(cancellationToken);
            var jobs = parsed.GetValue(waiting)
                ? [.. (await ListAsync(session, int.MaxValue, JobState.Queued, cancellationToken)).Where(static job => job.Place > 0).OrderBy(static job => job.Place).Take(parsed.GetValue(count))]
                : await ListAsync(session, parsed.GetValue(count), JobState.Unspecified, cancellationToken);
            terminal.Answer(
                new JsonObject { ["jobs"] = new JsonArray([.. jobs.Select(static job => job.ToJson())]) }, console => Show(console, jobs));
            return ExitCode.Done;
        });
        return command;
    }

    private static async Task<List<Job>> ListAsync(ServerSession session, int count, JobState state, CancellationToken cancellationToken)
    {
        const int PageLimit = 500;
        if (count < 1)
        {
            throw CliException.Invalid("--count", count.ToString(CultureInfo.InvariantCulture), "1 or more");
        }

        var jobs = new List<Job>();
        var token = "";
        do
        {
            var page = await session.Generation.ListAsync(
                new ListJobsRequest { PageSize = Math.Min(count - jobs.Count, PageLimit), PageToken = token, State = state }, cancellationToken: cancellationToken);
            jobs.AddRange(page.Jobs);
            token = page.NextPageToken;
        }
        while (token.Length > 0 && jobs.Count < count);
        return jobs;
    }

    private static void Show(IAnsiConsole console, List<Job> jobs)
    {
        if (jobs.Count == 0)
        {
            console.WriteLine("There are no jobs.");
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("job", "state", "progress", "shots", "prompt");
        foreach (var job in jobs)
        {
            var prompt = job.Request.Prompt.ReplaceLineEndings(" ");
            table.AddRow(
                job.Id,
                job.State.Word(),
                job.State == JobState.Running ? $"{job.Stage} {job.Progress.ToString("P0", CultureInfo.InvariantCulture)}" : job.Place > 0 ? $"place {job.Place}" : "",
                Markup.Escape(string.Join(" ", job.Shots)),
                Markup.Escape(prompt.Length > PromptWidth ? $"{prompt[..(PromptWidth - 1)]}…" : prompt));
        }

        console.Write(table);
    }
}
