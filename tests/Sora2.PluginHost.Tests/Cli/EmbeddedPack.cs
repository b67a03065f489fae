using System.Text.Json.Nodes;

namespace Sora2.PluginHost.Tests.Cli;

/// <summary>Where the embedded pack lies in the repository, and copies of it to change.</summary>
internal static class EmbeddedPack
{
    public static string Folder { get; } = Path.Combine(Repository(), "models", "sora2-mini");

    public static bool IsThere => File.Exists(Path.Combine(Folder, "pack.json"));

    /// <summary>Copies the pack below a folder for packs; the copy's own folder.</summary>
    public static string CopyTo(string models)
    {
        var target = Directory.CreateDirectory(Path.Combine(models, "sora2-mini")).FullName;
        foreach (var file in Directory.EnumerateFiles(Folder))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        return target;
    }

    /// <summary>Copies the pack as one that was taught nothing but shots from text: no clips, no cast, no long pieces.</summary>
    public static void CopyForShotsAloneTo(string models)
    {
        var path = Path.Combine(CopyTo(models), "pack.json");
        var manifest = JsonNode.Parse(File.ReadAllText(path))!;
        var capabilities = manifest["capabilities"]!;
        capabilities["tasks"] = new JsonArray("shot");
        capabilities["max_cast"] = 0;
        capabilities["long_seconds"] = 0;
        File.WriteAllText(path, manifest.ToJsonString());
    }

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
