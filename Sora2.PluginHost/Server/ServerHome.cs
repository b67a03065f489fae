namespace Sora2.PluginHost.Server;

/// <summary>Where a server of this user would leave its discovery file.</summary>
public static class ServerHome
{
    /// <summary>SORA2_HOME, else the user's data folder: the same rule as the server's own.</summary>
    public static string Folder
    {
        get
        {
            var home = Environment.GetEnvironmentVariable("SORA2_HOME");
            return Path.GetFullPath(string.IsNullOrWhiteSpace(home)
                ? Path.Combine(
                    Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
                    "sora2")
                : home);
        }
    }

    public static string Discovery => Path.Combine(Folder, "run", "endpoint.json");
}
