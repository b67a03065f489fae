using Sora2.PluginHost.Server;

namespace Sora2.PluginHost.Cli.Resolve;

/// <summary>
/// The command line that starts the server where none runs, for those who share nothing with this program: scripts inside Resolve and the
/// login of the desktop. It is one of this program's own commands, since every one of them starts the server by the discovery's rules.
/// </summary>
internal static class ServerStart
{
    // Resolve has its programs find the libraries that it brings along; .NET would take the wrong ones.
    private static readonly string[] s_hostsLibraries = ["LD_LIBRARY_PATH", "LD_PRELOAD"];

    // Where this program was told that its parts are; whoever starts it later is not told.
    private static readonly string[] s_told = [ServerProgram.Variable, "SORA2_MODELS", "DOTNET_ROOT"];

    /// <summary>Program and arguments.</summary>
    public static IReadOnlyList<string> Words =>
    [
        "/usr/bin/env",
        .. s_hostsLibraries.SelectMany(static name => (string[])["-u", name]),
        $"SORA2_HOME={ServerHome.Folder}",
        .. s_told.Select(static name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
            .Where(static variable => !string.IsNullOrEmpty(variable.Value))
            .Select(static variable => $"{variable.Name}={variable.Value}"),
        Environment.ProcessPath!,
        "queue",
        "--json",
    ];

    /// <summary>The same for a shell, which does not wait for it and shows nothing of it.</summary>
    public static string Shell => string.Join(' ', Words.Select(static word => $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'")) + " >/dev/null 2>&1 &";
}
