using System.ComponentModel;
using System.Diagnostics;

namespace Sora2.PluginHost.Server;

/// <summary>The browser that the user's system opens addresses with.</summary>
public static class SystemBrowser
{
    // The shell in between ends at once, so that no child stays with a host; the address is an argument, never part of the script,
    // and the browser's words reach nobody's output.
    private const string Script = "command -v \"$0\" >/dev/null || exit 1; \"$0\" \"$1\" </dev/null >/dev/null 2>&1 &";

    /// <summary>Starts it and does not wait for it. False when there is none to start.</summary>
    public static async Task<bool> OpenAsync(string address, CancellationToken cancellationToken)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Process.Start(new ProcessStartInfo(address) { UseShellExecute = true })?.Dispose();
                return true;
            }

            var start = new ProcessStartInfo("/bin/sh", ["-c", Script, OperatingSystem.IsMacOS() ? "open" : "xdg-open", address]);
            OwnFolder.LeaveOutHostsLibraries(start);
            using var started = Process.Start(start)!;

            await started.WaitForExitAsync(cancellationToken);
            return started.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
