using System.CommandLine;
using System.Text.Json.Nodes;
using Sora2.PluginHost.Server;
using Spectre.Console;

namespace Sora2.PluginHost.Cli.Resolve;

/// <summary><c>sora2 resolve install</c> and <c>remove</c>: the menu scripts of DaVinci Resolve.</summary>
internal static class ResolveCommand
{
    private const string Draft = ".part";
    private const UnixFileMode OthersEnter = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static Command Create()
    {
        var scripts = new Option<string>("--scripts") { Description = "Resolve's folder for scripts; default: this user's." };
        var preferences = new Option<string>("--prefs") { Description = "Resolve's Fusion.prefs; default: this user's." };
        var media = new Option<string[]>("--media")
        {
            Description = "A folder outside your home whose clips may be extended and filled; may be given again.",
            AllowMultipleArgumentsPerToken = false,
        };
        var autostart = new Option<bool>("--autostart") { Description = "Start the server when you log in: scripts of the free edition cannot." };
        var install = new Command("install", "Put the menu scripts into Resolve and let the server look for their letters.") { scripts, preferences, media, autostart };
        install.Runs((parsed, terminal, _) =>
        {
            var folders = Folders(parsed.GetValue(scripts), parsed.GetValue(preferences));
            Install(terminal, folders, [.. (parsed.GetValue(media) ?? []).Select(MediaFolder)], parsed.GetValue(autostart));
            return Task.FromResult(ExitCode.Done);
        });
        var remove = new Command("remove", "Take the menu scripts out of Resolve again.") { scripts, preferences };
        remove.Runs((parsed, terminal, _) =>
        {
            Remove(terminal, Folders(parsed.GetValue(scripts), parsed.GetValue(preferences)));
            return Task.FromResult(ExitCode.Done);
        });
        return new Command("resolve", "The menu scripts of DaVinci Resolve.") { install, remove };
    }

    private static string Mailbox => Path.Combine(ServerHome.Folder, "mailbox");

    private static ResolveFolders Folders(string? scripts, string? preferences)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new CliException(ExitCode.NotReady, "no_mailbox", "The server has no mailbox on Windows yet, and Resolve's scripts need it.");
        }

        var usual = ResolveFolders.Usual();
        return new ResolveFolders(Path.GetFullPath(scripts ?? usual.Scripts), Path.GetFullPath(preferences ?? usual.Preferences));
    }

    private static string MediaFolder(string path) => Directory.Exists(path)
        ? Path.GetFullPath(path)
        : throw CliException.Invalid("--media", path, "a folder that is there");

    private static void Install(Terminal terminal, ResolveFolders folders, IReadOnlyList<string> mediaFolders, bool startsAtLogin)
    {
        var scripts = ScriptBundle.Make(Mailbox, ServerStart.Shell).ToDictionary(script => Path.Combine(folders.Menu, script.Key), static script => script.Value);
        WriteDrafts(scripts, folders);
        var media = new MailboxSettingsFile(Mailbox).Add(folders.Preferences, mediaFolders);
        foreach (var path in scripts.Keys)
        {
            // Resolve lists what ends in .lua, also while it runs.
            File.Move(path + Draft, path, overwrite: true);
        }

        if (startsAtLogin)
        {
            Autostart.Install();
        }

        var warning = Warning(folders.Preferences);
        terminal.Answer(
            new JsonObject
            {
                ["scripts"] = new JsonArray([.. scripts.Keys.Select(static path => (JsonNode)JsonValue.Create(path)!)]),
                ["prefs"] = folders.Preferences,
                ["mailbox"] = Mailbox,
                ["mediaFolders"] = new JsonArray([.. media.Select(static path => (JsonNode)JsonValue.Create(path)!)]),
                ["autostart"] = startsAtLogin ? Autostart.File : null,
                ["warning"] = warning,
            },
            console =>
            {
                console.MarkupLineInterpolated($"{scripts.Count} scripts in {folders.Menu}");
                console.MarkupLine("In Resolve: Workspace > Scripts. In Studio they start the server; the free edition needs it running: sora2 serve, or --autostart");
                if (warning is not null)
                {
                    console.MarkupLineInterpolated($"[yellow]{warning}[/]");
                }
            });
    }

    // First of all: where the scripts cannot be, nothing else is changed.
    private static void WriteDrafts(Dictionary<string, string> scripts, ResolveFolders folders)
    {
        try
        {
            Directory.CreateDirectory(folders.Menu);
            foreach (var (path, text) in scripts)
            {
                File.WriteAllText(path + Draft, text);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CliException.Invalid("--scripts", $"{folders.Scripts} ({error.Message})", "a folder in which you may write; /opt and /Library want sudo");
        }
    }

    private static void Remove(Terminal terminal, ResolveFolders folders)
    {
        string[] there = [.. ScriptBundle.Make(Mailbox, ServerStart.Shell).Keys.Select(name => Path.Combine(folders.Menu, name)).Where(File.Exists)];
        Array.ForEach(there, File.Delete);
        new MailboxSettingsFile(Mailbox).Remove(folders.Preferences);
        there = Autostart.Remove() ? [.. there, Autostart.File] : there;
        terminal.Answer(
            new JsonObject { ["removed"] = new JsonArray([.. there.Select(static path => (JsonNode)JsonValue.Create(path)!)]) },
            console => console.MarkupLineInterpolated($"{there.Length} files removed: {string.Join(", ", there)}"));
    }

    // The server believes the preferences only while no other account can write them; Resolve leaves them open to all.
    private static string? Warning(string preferences)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        for (var folder = Path.GetDirectoryName(preferences); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(folder) && (File.GetUnixFileMode(folder) & OthersEnter) == 0)
            {
                return null;
            }
        }

        return $"Other users of this machine can reach {preferences}, so the server will not read it (the free edition needs it). "
            + $"Once Resolve has run: chmod 700 \"{Path.GetDirectoryName(preferences)}\"";
    }
}
