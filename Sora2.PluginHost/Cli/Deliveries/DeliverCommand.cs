using System.CommandLine;
using System.Text.Json.Nodes;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Answers;
using Sora2.PluginHost.Cli.Editors;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Deliveries;

/// <summary><c>sora2 deliver</c>: shots of the library to a folder or a running editor, or into an earlier delivery.</summary>
internal static class DeliverCommand
{
    public static Command Create()
    {
        var names = new Argument<string[]>("SHOT") { Description = "PROJECT_SHOT_vNNN; several lie cut to cut on one timeline.", Arity = ArgumentArity.OneOrMore };
        var folder = new Option<string?>("--to") { Description = "Folder to deliver to: media, FCP7 XML, FCPXML, OTIO, EDL and a project of Kdenlive, as one folder." };
        var replace = new Option<string?>("--replace") { Description = "A delivered folder: deliver its next version, with SHOT in the place of its other version." };
        var board = new Option<string?>("--board") { Description = "What several shots are called together; default BOARD." };
        var link = new Option<bool>("--link") { Description = "Hard links in place of copies: an editor that writes into its media then changes the library's." };
        var editor = new Option<string?>("--into") { Description = "Put picture and stems into the bin of a running editor: kdenlive." };
        var command = new Command("deliver", "Deliver shots of the library to an editor.") { names, folder, replace, board, link, editor };
        command.Runs(async (parsed, terminal, cancellationToken) =>
        {
            var (to, into) = (parsed.GetValue(folder), parsed.GetValue(replace));
            var shots = parsed.GetRequiredValue(names);
            Check(shots, to, into, parsed.GetValue(board), parsed.GetValue(link), parsed.GetValue(editor));
            var bin = parsed.GetValue(editor) is { } given ? await KdenliveBin.FindAsync(given, cancellationToken) : null;
            using var session = await ServerSession.OpenAsync(cancellationToken);
            var answer = (to, into) switch
            {
                ({ } path, _) => await session.Delivery.DeliverAsync(
                    new DeliverRequest { Names = { shots }, Folder = Path.GetFullPath(path), Board = parsed.GetValue(board) ?? "", Link = parsed.GetValue(link) },
                    cancellationToken: cancellationToken),
                (_, { } path) => await session.Delivery.ReplaceAsync(
                    new ReplaceRequest { Name = shots[0], Delivered = Path.GetFullPath(path), Link = parsed.GetValue(link) }, cancellationToken: cancellationToken),
                _ => new DeliverResponse { Shots = { await OpenAsync(session, shots, cancellationToken) } },
            };
            foreach (var shot in bin is null ? [] : answer.Shots.ToList())
            {
                await bin!.AddAsync(shot, cancellationToken);
            }

            terminal.Answer(ToJson(answer), console => Show(console, answer));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Check(string[] shots, string? to, string? replace, string? board, bool link, string? editor)
    {
        if (to is null && replace is null && editor is null)
        {
            throw CliException.Invalid("--to", "nothing", "a folder; or --replace with a delivered folder, or --into with a running editor");
        }

        if (to is not null && replace is not null)
        {
            throw CliException.Invalid("--replace", $"{replace} beside --to", "one of the two");
        }

        if (replace is not null && shots.Length > 1)
        {
            throw CliException.Invalid("SHOT", $"{shots.Length} shots with --replace", "one");
        }

        if (to is null && (board is not null || (link && replace is null)))
        {
            throw CliException.Invalid(board is null ? "--link" : "--board", "the option without --to", "nothing without --to");
        }
    }

    private static async Task<List<Shot>> OpenAsync(ServerSession session, string[] names, CancellationToken cancellationToken)
    {
        var shots = new List<Shot>();
        foreach (var name in names)
        {
            shots.Add(await session.Library.GetAsync(new GetShotRequest { Name = name }, cancellationToken: cancellationToken));
        }

        return shots;
    }

    private static JsonObject ToJson(DeliverResponse answer) => new()
    {
        ["name"] = answer.Name.Length > 0 ? answer.Name : null,
        ["folder"] = answer.Folder.Length > 0 ? answer.Folder : null,
        ["interchange"] = new JsonArray([.. answer.Interchange.Select(static path => JsonValue.Create(path))]),
        ["shots"] = new JsonArray([.. answer.Shots.Select(static shot => shot.ToJson())]),
    };

    private static void Show(IAnsiConsole console, DeliverResponse answer)
    {
        foreach (var shot in answer.Shots)
        {
            ShotCard.Show(console, shot);
        }

        if (answer.Folder.Length > 0)
        {
            console.MarkupLineInterpolated($"delivered: {answer.Folder}");
        }
    }
}
