using System.CommandLine;
using Sora2.Contracts.V1;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Packs;

/// <summary><c>sora2 models add</c>: a pack that lies somewhere on this machine.</summary>
internal static class ModelAddCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("FOLDER") { Description = "The folder that holds the pack's pack.json, or the folder of a diffusers pipeline of Wan 2.2 TI2V." };
        var accept = new Option<bool>("--accept-licence", "--accept-license") { Description = "The pack's licence is read and accepted; sora2 asks otherwise." };
        var command = new Command("add", "Add a pack where it lies; nothing is copied.") { folder, accept };
        command.Runs(async (parsed, terminal, cancellationToken) =>
        {
            using var session = await ServerSession.OpenAsync(cancellationToken);
            var path = Path.GetFullPath(parsed.GetRequiredValue(folder));
            var found = await session.Models.ExamineAsync(new ExamineModelRequest { Folder = path }, cancellationToken: cancellationToken);
            if (!found.LicenceAccepted && !parsed.GetValue(accept))
            {
                Ask(terminal, found);
            }

            var added = await session.Models.AddAsync(
                new AddModelRequest { Folder = path, AcceptedLicence = found.LicenceHash }, cancellationToken: cancellationToken);
            terminal.Answer(PackWords.ToJson(added), console =>
            {
                PackWords.Show(console, added);
                console.MarkupLineInterpolated($"[green]{added.Pack.Name} is added.[/] Make shots with it: --model {added.Pack.Name}");
            });
            return ExitCode.Done;
        });
        return command;
    }

    private static void Ask(Terminal terminal, ModelDetails found)
    {
        var refusal = new CliException(
            ExitCode.NotReady, "licence", $"The licence of {found.Pack.Name} ({found.Pack.License}) is not accepted. Read it with a terminal, or give --accept-licence.");
        if (terminal.Json || Console.IsInputRedirected)
        {
            throw refusal;
        }

        terminal.People.WriteLine(found.LicenceText.Length > 0 ? found.LicenceText : $"The pack holds no text of its licence; {found.Pack.License} is all that it says.");
        if (!terminal.People.Confirm(Markup.Escape($"Accept the licence of {found.Pack.Name} ({found.Pack.License})?"), defaultValue: false))
        {
            throw refusal;
        }
    }
}
