using System.Text;
using Sora2.PluginHost.Server;

namespace Sora2.PluginHost.Cli.Premiere;

/// <summary>
/// A file in the server's home that starts the server when it is opened. A panel of UXP runs no programs, but it may ask the user
/// to open a file.
/// </summary>
/// <param name="home">The server's home.</param>
internal sealed class LauncherFile(string home)
{
    private const UnixFileMode OwnProgram = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The panel looks for it under this name.</summary>
    public string Path { get; } = System.IO.Path.Combine(home, OperatingSystem.IsWindows() ? "start-server.cmd" : "start-server.command");

    /// <summary>Writes it anew; nobody but this user can change it.</summary>
    public void Write(string program)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(home);
        }
        else
        {
            Directory.CreateDirectory(home, OwnProgram);
        }

        var draft = Path + ".part";
        File.Delete(draft);
        File.WriteAllText(draft, OperatingSystem.IsWindows() ? Batch(program) : Shell(program), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(draft, OwnProgram);
        }

        File.Move(draft, Path, overwrite: true);
    }

    /// <returns>False when there was none.</returns>
    public bool Remove()
    {
        var wasThere = File.Exists(Path);
        File.Delete(Path);
        return wasThere;
    }

    // The server leaves the terminal by itself, says "ready" or what is wrong, and outlives the window.
    private string Shell(string program)
    {
        var root = ServerLauncher.RuntimeRoot() is { } found ? $"export DOTNET_ROOT=${{DOTNET_ROOT:-{Quote(found)}}}\n" : "";
        return $"#!/bin/sh\n# Starts the Sora2 server. Written by \"sora2 premiere install\".\nexport SORA2_HOME={Quote(home)}\n{root}{Quote(program)} serve --detached </dev/null &\n";
    }

    private string Batch(string program) => string.Join(
        "\r\n",
        "@echo off",
        "rem Starts the Sora2 server. Written by \"sora2 premiere install\".",
        "chcp 65001 >nul",
        $"set \"SORA2_HOME={Percent(home)}\"",
        $"start \"Sora2 server\" /min \"{Percent(program)}\" serve",
        "");

    private static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static string Percent(string text) => text.Replace("%", "%%", StringComparison.Ordinal);
}
