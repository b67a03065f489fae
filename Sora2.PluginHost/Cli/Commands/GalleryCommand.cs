using System.CommandLine;
using System.Text.Json.Nodes;
using Sora2.PluginHost.Cli.Gallery;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Commands;

/// <summary><c>sora2 gallery</c>: makes every sample of a file and a page to watch them on.</summary>
internal static class GalleryCommand
{
    private const string DefaultFolder = "gallery";

    public static Command Create()
    {
        var file = new Argument<string?>("FILE") { Description = "Samples in Markdown; those of the product when left out.", Arity = ArgumentArity.ZeroOrOne };
        var folder = new Option<string>("--out")
        {
            Description = $"Folder of the page and its files; default {DefaultFolder}.",
            DefaultValueFactory = static _ => DefaultFolder,
        };
        var again = new Option<bool>("--again") { Description = "Make also the samples that were made before." };
        var command = new Command("gallery", "Make every sample of a file and a page to watch them on.") { file, folder, again };
        command.Runs(async (parsed, terminal, cancellationToken) =>
        {
            var path = parsed.GetValue(file);
            var samples = path is null ? SampleFile.ReadOwn() : await SampleFile.ReadAsync(path, cancellationToken);
            var target = GalleryFolder.Check(parsed.GetRequiredValue(folder));
            using var session = await ServerSession.OpenAsync(cancellationToken);
            var cards = await new GalleryMaker(terminal, session, target).RunAsync(samples, parsed.GetValue(again), cancellationToken);
            terminal.Answer(ToJson(target, cards), console => Show(console, target, cards));
            return cards.Select(static card => card.ExitCode).FirstOrDefault(static code => code != ExitCode.Done);
        });
        return command;
    }

    private static JsonObject ToJson(GalleryFolder folder, IReadOnlyList<Card> cards) => new()
    {
        ["status"] = cards.All(static card => card.Fault is null) ? "succeeded" : "failed",
        ["page"] = folder.Page,
        ["samples"] = new JsonArray([.. cards.Select(static card =>
        {
            var sample = new JsonObject
            {
                ["title"] = card.Sample.Title,
                ["status"] = card.Status,
                ["found"] = card.Found,
                ["job"] = card.Job?.Id,
                ["shot"] = card.Media?.Name,
            };
            if (card.Fault is { } fault)
            {
                sample["error"] = new JsonObject { ["code"] = fault.Code, ["message"] = fault.Message };
            }

            return sample;
        })]),
    };

    private static void Show(IAnsiConsole console, GalleryFolder folder, IReadOnlyList<Card> cards)
    {
        foreach (var card in cards.Where(static card => card.Fault is not null))
        {
            console.MarkupLineInterpolated($"[red]{card.Status}[/] {card.Sample.Title}: {card.Fault!.Message}");
        }

        var shown = cards.Count(static card => card.Media is not null);
        console.WriteLine($"{shown} of {cards.Count} samples, {cards.Count(static card => card.Found)} of them made before.");
        console.MarkupLineInterpolated($"[bold]page[/] {folder.Page}");
    }
}
