using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Sora2.PluginHost.Cli;

/// <summary>Where a command speaks: to people with Spectre.Console, or one JSON object on standard output for scripts.</summary>
internal sealed class Terminal
{
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public Terminal(bool json)
    {
        Json = json;
        Error = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        People = json ? Error : AnsiConsole.Console;
        if (!People.Profile.Out.IsTerminal)
        {
            // A path in a file or a pipe must not be broken at 80 columns.
            People.Profile.Width = 4096;
            Error.Profile.Width = 4096;
        }
    }

    public bool Json { get; }

    /// <summary>Standard output, or standard error when that belongs to JSON.</summary>
    public IAnsiConsole People { get; }

    public IAnsiConsole Error { get; }

    /// <summary>The command's answer: the object to scripts, whatever <paramref name="show"/> draws to people.</summary>
    public void Answer(JsonObject answer, Action<IAnsiConsole> show)
    {
        if (Json)
        {
            Console.Out.WriteLine(answer.ToJsonString(s_json));
        }
        else
        {
            show(People);
        }
    }

    /// <summary>Says why the command ends.</summary>
    public void Refuse(CliException error)
    {
        if (Json)
        {
            Console.Out.WriteLine(new JsonObject
            {
                ["status"] = "refused",
                ["error"] = new JsonObject
                {
                    ["code"] = error.Code,
                    ["message"] = error.Message,
                    ["field"] = error.Field,
                    ["given"] = error.Given,
                    ["allowed"] = error.Allowed,
                },
            }.ToJsonString(s_json));
        }

        Error.MarkupLineInterpolated($"[red]sora2:[/] {error.Message}");
    }
}
