namespace Sora2.PluginHost.Server;

/// <summary>Where the server's executable is.</summary>
public static class ServerProgram
{
    public const string Variable = "SORA2_SERVER";

    /// <summary>
    /// SORA2_SERVER; else beside this program or library, and one folder "sora2-server" below it; else in the build output of the
    /// repository it lies in; else where the installers put it.
    /// </summary>
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

        return Candidates(OwnFolder.Path).FirstOrDefault(File.Exists)
            ?? throw new ServerUnavailableException(
                $"sora2-server was found neither in {OwnFolder.Path} nor in {InstallFolder()}. Install it, or set {Variable} to its path.");
    }

    internal static IEnumerable<string> Candidates(string own)
    {
        var name = OperatingSystem.IsWindows() ? "sora2-server.exe" : "sora2-server";
        yield return Path.Combine(own, name);
        yield return Path.Combine(own, "sora2-server", name);
        for (var folder = own; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (!File.Exists(Path.Combine(folder, "Sora2Plugin.sln")))
            {
                continue;
            }

            // The build this program is itself from comes first.
            var debug = own.Contains($"{Path.DirectorySeparatorChar}Debug{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
            foreach (var configuration in debug ? (string[])["Debug", "Release"] : ["Release", "Debug"])
            {
                yield return Path.Combine(folder, "Sora2.LocalServer", "bin", configuration, "net10.0", name);
            }
        }

        yield return Path.Combine(InstallFolder(), name);
    }

    // The folder that each system keeps for programs of all users.
    private static string InstallFolder() =>
        OperatingSystem.IsWindows() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "Sora2")
        : OperatingSystem.IsMacOS() ? "/Library/Application Support/Sora2"
        : "/opt/sora2";
}
