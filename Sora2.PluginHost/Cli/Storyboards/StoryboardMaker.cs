using System.Globalization;
using System.Text.Json.Nodes;
using Grpc.Core;
using Sora2.Contracts.Storyboards;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Answers;
using Sora2.PluginHost.Cli.Deliveries;
using Sora2.PluginHost.Cli.Generate;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Storyboards;

/// <summary>The way of <c>sora2 storyboard</c>: queue every shot, follow them all, fetch.</summary>
internal sealed class StoryboardMaker(Terminal terminal)
{
    /// <returns>The command's exit code: the first that is not "done".</returns>
    public async Task<int> RunAsync(string path, bool continuous, GenerateArguments typed, CancellationToken cancellationToken)
    {
        var board = StoryboardFile.Read(path);
        if (!continuous && typed.Shot is not null)
        {
            throw CliException.Invalid("--shot", typed.Shot, "nothing; the storyboard names its shots, and only --continuous makes a single one");
        }

        var requests = continuous ? [StoryboardRequests.Continuous(board, typed)] : StoryboardRequests.Apart(board, typed);
        CheckCast("FILE", board.Cast.Keys, requests);
        CheckCast("--cast", typed.Cast.Select(NameOf), requests);
        var destination = await Destination.CheckAsync(typed.Out, typed.DeliverTo, typed.Into, cancellationToken);
        using var session = await ServerSession.OpenAsync(cancellationToken);
        var queued = new List<Job>();
        try
        {
            foreach (var (index, request) in requests.Index())
            {
                queued.Add(await SubmitAsync(session, board, typed, request, cancellationToken));
                terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"shot {index + 1} of {requests.Count}: job {queued[^1].Id} {request.Shot}"));
            }

            return await FollowAsync(session, queued, destination, cancellationToken);
        }
        catch
        {
            // A storyboard is one wish: what is refused or interrupted ends all of it that is not made yet.
            await session.CancelJobsAsync(
                queued.Select(static job => job.Id),
                id => terminal.Error.WriteLine($"Job {id} could not be cancelled; sora2 cancel {id} tries again."));
            throw;
        }
    }

    // A shot has the cast that it names; a name that no shot uses is mistyped somewhere.
    private static void CheckCast(string option, IEnumerable<string> names, IReadOnlyList<GenerationRequest> requests)
    {
        foreach (var name in names.Where(name => !requests.Any(request => CastName.IsIn(WordsOf(request), name))))
        {
            throw CliException.Invalid(option, $"cast \"{name}\"", "names that a shot uses");
        }
    }

    private static string NameOf(string typed) => typed.Split('=')[0].Trim();

    private static string WordsOf(GenerationRequest request) =>
        string.Join(' ', request.Scenes.Select(static scene => scene.Prompt).Append(request.Prompt));

    private static Task<Job> SubmitAsync(
        ServerSession session, Storyboard board, GenerateArguments typed, GenerationRequest request, CancellationToken cancellationToken) =>
        ShotMaker.SubmitAsync(
            session,
            async uploads =>
            {
                var words = WordsOf(request);
                foreach (var (name, picture) in board.Cast.Where(entry => CastName.IsIn(words, entry.Key)))
                {
                    await CastPictures.AddAsync("FILE", name, picture, request, uploads, cancellationToken);
                }

                var cast = typed.Cast.Where(text => CastName.IsIn(words, NameOf(text)));
                await CastPictures.AddAsync(cast, request, uploads, cancellationToken);
                return request;
            },
            cancellationToken);

    private async Task<int> FollowAsync(ServerSession session, List<Job> queued, Destination destination, CancellationToken cancellationToken)
    {
        var (jobs, shots) = (new List<Job>(), new List<IReadOnlyList<Shot>>());
        foreach (var job in queued)
        {
            jobs.Add(await JobProgress.FollowAsync(session, job.Id, terminal, cancellationToken));
            shots.Add(await destination.FetchForBoardAsync(session, jobs[^1], cancellationToken));
        }

        List<(Job Job, IReadOnlyList<Shot> Shots)> ended = [.. jobs.Zip(await destination.DeliverBoardAsync(session, shots, cancellationToken))];
        var worst = ended.Select(static entry => FinishedJob.ExitCodeOf(entry.Job)).FirstOrDefault(static code => code != ExitCode.Done);
        terminal.Answer(
            new JsonObject
            {
                ["status"] = worst == ExitCode.Done ? JobState.Succeeded.Word() : ended.First(entry => FinishedJob.ExitCodeOf(entry.Job) == worst).Job.State.Word(),
                ["jobs"] = new JsonArray([.. ended.Select(static entry => FinishedJob.ToJson(entry.Job, entry.Shots))]),
            },
            console => ended.ForEach(entry => FinishedJob.Show(console, entry.Job, entry.Shots)));
        ended.ForEach(entry => FinishedJob.SayWhyNot(terminal, entry.Job));
        return worst;
    }
}
