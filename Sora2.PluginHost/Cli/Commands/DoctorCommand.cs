using System.CommandLine;
using System.Text.Json.Nodes;
using Sora2.Contracts.V1;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Commands;

/// <summary><c>sora2 doctor</c>: what this machine has and lacks.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Check everything a shot needs and say what is missing.");
        command.Runs(async (_, terminal, cancellationToken) =>
        {
            using var session = await ServerSession.OpenAsync(cancellationToken);
            var answer = await session.Info.DiagnoseAsync(new DiagnoseRequest(), cancellationToken: cancellationToken);
            var ready = answer.Checks.All(static check => check.Verdict != Verdict.Failed);
            terminal.Answer(ToJson(answer, ready), console => Show(console, answer));
            return ready ? ExitCode.Done : ExitCode.NotReady;
        });
        return command;
    }

    private static JsonObject ToJson(DiagnoseResponse answer, bool ready) => new()
    {
        ["ready"] = ready,
        ["checks"] = new JsonArray([.. answer.Checks.Select(static check => new JsonObject
        {
            ["name"] = check.Name,
            ["verdict"] = check.Verdict.ToString().ToLowerInvariant(),
            ["detail"] = check.Detail,
            ["remedy"] = check.Remedy,
        })]),
    };

    private static void Show(IAnsiConsole console, DiagnoseResponse answer)
    {
        foreach (var check in answer.Checks)
        {
            var mark = check.Verdict switch
            {
                Verdict.Ok => "[green]ok[/]     ",
                Verdict.Warning => "[yellow]warning[/]",
                _ => "[red]missing[/]",
            };
            console.MarkupLine($"{mark} {Markup.Escape(check.Name)}: {Markup.Escape(check.Detail)}");
            if (check.Remedy.Length > 0)
            {
                console.MarkupLine($"        {Markup.Escape(check.Remedy)}");
            }
        }
    }
}
