namespace Sora2.PluginHost.Tests.Cli;

/// <summary>Where the embedded pack lies in the repository.</summary>
internal static class EmbeddedPack
{
    public static string Folder { get; } = Path.Combine(Repository(), "models", "sora2-mini");

    public static bool IsThere => File.Exists(Path.Combine(Folder, "pack.json"));

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sora2Plugin.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
