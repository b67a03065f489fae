namespace Sora2.PluginHost.Server;

/// <summary>Where the server's executable is.</summary>
public static class ServerProgram
{
    public const string Variable = "SORA2_SERVER";

    /// <summary>SORA2_SERVER, else beside this program, else in the build output of the repository this program lies in.</summary>
    /// <exception cref="ServerUnavailableException">In none of these places.</exception>
    public static string Find()
    {
        var given = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrWhiteSpace(given))
        {
            return File.Exists(given)
                ? Path.GetFullPath(given)
                : throw new ServerUnavailableException($"{Variable}: got {given}, which is no file; give the path of sora2-server.");
        }

        return Candidates().FirstOrDefault(File.Exists)
            ?? throw new ServerUnavailableException(
                $"sora2-server was found neither beside {Environment.ProcessPath} nor in a build of the repository. Build it, or set {Variable} to its path.");
    }

    private static IEnumerable<string> Candidates()
    {
        var name = OperatingSystem.IsWindows() ? "sora2-server.exe" : "sora2-server";
        yield return Path.Combine(AppContext.BaseDirectory, name);
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (!File.Exists(Path.Combine(folder, "Sora2Plugin.sln")))
            {
                continue;
            }

            // The build this program is itself from comes first.
            var own = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Debug{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
            foreach (var configuration in own ? (string[])["Debug", "Release"] : ["Release", "Debug"])
            {
                yield return Path.Combine(folder, "Sora2.LocalServer", "bin", configuration, "net10.0", name);
            }
        }
    }
}
