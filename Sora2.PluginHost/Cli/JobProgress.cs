using System.Globalization;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Answers;
using Spectre.Console;

namespace Sora2.PluginHost.Cli;

/// <summary>Shows a job under way: a live line on a terminal, one line a stage in a file or a pipe.</summary>
internal static class JobProgress
{
    /// <summary>Follows the job and shows it.</summary>
    /// <returns>The job in its last state.</returns>
    public static async Task<Job> FollowAsync(ServerSession session, string jobId, Terminal terminal, CancellationToken cancellationToken)
    {
        var watcher = new JobWatcher(session);
        if (!terminal.Error.Profile.Capabilities.Interactive || !terminal.Error.Profile.Out.IsTerminal)
        {
            var stage = "";
            return await watcher.FollowAsync(jobId, update => WriteLine(terminal.Error, update.Job, ref stage), cancellationToken);
        }

        Job? last = null;
        await terminal.Error.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(async context =>
            {
                var bar = context.AddTask(jobId);
                last = await watcher.FollowAsync(
                    jobId,
                    update =>
                    {
                        bar.Value = update.Job.Progress * 100;
                        bar.Description = Markup.Escape(Describe(update.Job));
                    },
                    cancellationToken);
            });
        return last!;
    }

    private static void WriteLine(IAnsiConsole console, Job job, ref string stage)
    {
        var now = $"{job.State}/{job.Stage}/{job.Shots.Count}";
        if (now != stage)
        {
            stage = now;
            console.MarkupLineInterpolated($"{job.Id} {Describe(job)}");
        }
    }

    private static string Describe(Job job)
    {
        if (job.State != JobState.Running)
        {
            return job.State.Word();
        }

        var words = job.Stage.Length > 0 ? job.Stage : "starting";
        if (job.StepCount > 0)
        {
            words = string.Create(CultureInfo.InvariantCulture, $"{words} {job.Step}/{job.StepCount}");
        }

        return job.HasSecondsLeft ? string.Create(CultureInfo.InvariantCulture, $"{words}, {Math.Ceiling(job.SecondsLeft)} s left") : words;
    }
}
