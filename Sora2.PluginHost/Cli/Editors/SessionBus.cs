using System.ComponentModel;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Sora2.PluginHost.Cli.Editors;

/// <summary>Calls to programs on the user's D-Bus session, through dbus-send, which every system with D-Bus has.</summary>
internal static partial class SessionBus
{
    private const int ReplyMilliseconds = 15_000;

    /// <summary>The names on the bus that begin with <paramref name="prefix"/>; none when there is no bus.</summary>
    public static async Task<IReadOnlyList<string>> NamesAsync(string prefix, CancellationToken cancellationToken)
    {
        var answer = await CallAsync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.ListNames", [], cancellationToken);
        return answer.Output is { } text
            ? [.. QuotedString().Matches(text).Select(static match => match.Groups[1].Value).Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)]
            : [];
    }

    /// <param name="arguments">Strings, each as it is.</param>
    /// <returns>The answer, or why there is none.</returns>
    public static async Task<(string? Output, string Problem)> CallAsync(
        string name, string path, string method, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(
            "dbus-send",
            ["--session", "--print-reply", $"--reply-timeout={ReplyMilliseconds}", $"--dest={name}", path, method, .. arguments.Select(static text => $"string:{text}")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? (await output, "") : (null, (await error).Trim());
        }
        catch (Win32Exception)
        {
            return (null, "dbus-send is not installed");
        }
    }

    [GeneratedRegex("""^\s*string "([^"]*)"$""", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex QuotedString();
}
