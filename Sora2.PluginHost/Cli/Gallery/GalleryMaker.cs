using System.Reflection;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Answers;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Gallery;

/// <summary>The way of <c>sora2 gallery</c>: submit every sample, follow them, and keep the page up to date.</summary>
internal sealed class GalleryMaker(Terminal terminal, ServerSession session, GalleryFolder folder)
{
    // Another build may make other shots from the same request and weights.
    private static readonly string s_build =
        typeof(GalleryMaker).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <param name="again">Makes also those that were made before.</param>
    /// <returns>The samples in order, each with its shot or its fault.</returns>
    public async Task<IReadOnlyList<Card>> RunAsync(IReadOnlyList<Sample> samples, bool again, CancellationToken cancellationToken)
    {
        var pack = await FindPackAsync(cancellationToken);
        var cards = samples.Select(sample => new Card(sample with { Request = Pin(sample.Request, pack) })).ToArray();
        var wish = again ? Guid.NewGuid().ToString("n") : s_build;
        try
        {
            for (var i = 0; i < cards.Length; i++)
            {
                cards[i] = await TryAsync(cards[i], card => SubmitAsync(card, wish, cancellationToken));
            }

            for (var i = 0; i < cards.Length; i++)
            {
                Say(i + 1, cards.Length, cards[i]);
                cards[i] = await TryAsync(cards[i], card => FinishAsync(card, cancellationToken));
                await folder.WriteAsync(GalleryPage.Write(cards), cancellationToken);
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            await CancelAsync(cards);
            throw;
        }

        return cards;
    }

    // A fault of one sample stands on its card; a server that is gone ends everything.
    private static async Task<Card> TryAsync(Card card, Func<Card, Task<Card>> step)
    {
        if (card.Fault is not null)
        {
            return card;
        }

        try
        {
            return await step(card);
        }
        catch (Exception error) when (error is RpcException or InvalidDataException)
        {
            var fault = error is RpcException ? Faults.Translate(error) : new CliException(ExitCode.Fault, "damaged", error.Message);
            if (fault.ExitCode is ExitCode.NoServer or ExitCode.OtherVersion || error is RpcException { StatusCode: StatusCode.Cancelled })
            {
                throw;
            }

            return card with { Fault = fault };
        }
    }

    // The same seed makes the same shot with the same weights only.
    private static GenerationRequest Pin(GenerationRequest request, ModelPack? pack)
    {
        var pinned = request.Clone();
        if (pack is not null)
        {
            (pinned.Pack, pinned.PackHash) = (pack.Name, pack.Hash);
        }

        return pinned;
    }

    private async Task<ModelPack?> FindPackAsync(CancellationToken cancellationToken)
    {
        var models = await session.Models.ListAsync(new ListModelsRequest(), cancellationToken: cancellationToken);
        return models.Packs.FirstOrDefault(static pack => pack.Default && pack.Problem.Length == 0);
    }

    // The request is the key, so the queue itself knows whether it was made. A try that failed, or whose shot is gone, has
    // used its key up.
    private async Task<Card> SubmitAsync(Card card, string wish, CancellationToken cancellationToken)
    {
        var request = card.Sample.Request;
        var hash = Convert.ToHexStringLower(SHA256.HashData(request.ToByteArray()))[..32];
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var submit = new SubmitRequest { ClientKey = $"gallery-{wish}-{hash}-{attempt}", Request = request };
                var job = (await session.Generation.SubmitAsync(submit, cancellationToken: cancellationToken)).Job;
                if (!job.IsFinished() || (job.State == JobState.Succeeded && await TryGetAsync(job.Shots[0], cancellationToken) is not null))
                {
                    return card with { Job = job, Found = job.IsFinished() };
                }
            }
            catch (RpcException error) when (error.StatusCode == StatusCode.AlreadyExists)
            {
                // An older server put the same words down otherwise.
            }
        }
    }

    private async Task<Card> FinishAsync(Card card, CancellationToken cancellationToken)
    {
        var job = card.Job!;
        var ended = card.With(job.IsFinished() ? job : await JobProgress.FollowAsync(session, job.Id, terminal, cancellationToken));
        if (ended.Fault is not null)
        {
            return ended;
        }

        var shot = await session.Library.GetAsync(new GetShotRequest { Name = ended.Job!.Shots[0] }, cancellationToken: cancellationToken);
        return ended with { Media = await folder.TakeAsync(shot, cancellationToken) };
    }

    private async Task<Shot?> TryGetAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await session.Library.GetAsync(new GetShotRequest { Name = name }, cancellationToken: cancellationToken);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }

    // Ctrl+C ends the wish, not only the waiting.
    private async Task CancelAsync(Card[] cards)
    {
        var unfinished = cards.Where(static card => card.Media is null && card.Fault is null).Select(static card => card.Job).OfType<Job>();
        await session.CancelJobsAsync(unfinished.Select(static job => job.Id));
        terminal.Error.WriteLine("The samples that were not finished are cancelled.");
    }

    private void Say(int number, int count, Card card)
    {
        var state = card.Fault is not null ? "refused" : card.Found ? "made before" : "";
        terminal.Error.MarkupLineInterpolated($"[bold]{number}/{count}[/] {card.Sample.Title} {state}");
    }
}
