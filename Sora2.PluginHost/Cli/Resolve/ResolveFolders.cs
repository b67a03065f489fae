namespace Sora2.PluginHost.Cli.Resolve;

/// <summary>Where Resolve keeps one user's scripts and preferences.</summary>
/// <param name="Scripts">The root of the scripts; those in Utility below it are in the menu on every page.</param>
/// <param name="Preferences">Fusion.prefs, which Resolve writes.</param>
internal sealed record ResolveFolders(string Scripts, string Preferences)
{
    /// <summary>The usual places on this system.</summary>
    public static ResolveFolders Usual()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        var fusion = OperatingSystem.IsMacOS()
            ? Path.Combine(home, "Library", "Application Support", "Blackmagic Design", "DaVinci Resolve", "Fusion")
            : Path.Combine(DataFolder(home), "DaVinciResolve", "Fusion");
        return new ResolveFolders(Path.Combine(fusion, "Scripts"), Path.Combine(fusion, "Profiles", "Default", "Fusion.prefs"));
    }

    public string Menu => Path.Combine(Scripts, "Utility");

    // Resolve does not ask XDG_DATA_HOME.
    private static string DataFolder(string home) => Path.Combine(home, ".local", "share");
}
