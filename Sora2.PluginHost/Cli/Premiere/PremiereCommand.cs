using System.CommandLine;
using System.Text.Json.Nodes;
using Sora2.PluginHost.Server;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Premiere;

/// <summary><c>sora2 premiere install</c> and <c>remove</c>: lets the panel of Premiere start the server.</summary>
internal static class PremiereCommand
{
    public static Command Create()
    {
        var install = new Command("install", "Let the panel of Premiere start the server, after it has asked you.");
        install.Runs(static (_, terminal, _) =>
        {
            var launcher = new LauncherFile(ServerHome.Folder);
            launcher.Write(ServerProgram.Find());
            terminal.Answer(
                new JsonObject { ["launcher"] = launcher.Path },
                console => console.MarkupLineInterpolated($"The panel starts the server by {launcher.Path}"));
            return Task.FromResult(ExitCode.Done);
        });
        var remove = new Command("remove", "Take that away from it again.");
        remove.Runs(static (_, terminal, _) =>
        {
            var removed = new LauncherFile(ServerHome.Folder).Remove();
            terminal.Answer(
                new JsonObject { ["removed"] = removed },
                console => console.MarkupLine(removed ? "The panel no longer starts the server." : "The panel could not start the server."));
            return Task.FromResult(ExitCode.Done);
        });
        return new Command("premiere", "The panel of Adobe Premiere.") { install, remove };
    }
}
