using System.Text.Json.Nodes;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Planning.Footage;
using Sora2.LocalServer.Planning.Memory;
using Sora2.LocalServer.Tests.Model.Packs;

namespace Sora2.LocalServer.Tests.Planning;

/// <summary>A pack whose manifest says that it does all tasks.</summary>
internal sealed class WidePack : IDisposable
{
    private const long Gigabyte = 1L << 30;

    private readonly PackFolder _folder = new();

    public WidePack() => Write();

    public Planner Planner(ClipInspector? inspect = null) => new(new PackCatalog(_folder.Root), static () => new MachineMemory(2 * Gigabyte, 2 * Gigabyte), inspect: inspect);

    /// <summary>What the pack was taught.</summary>
    public void Teach(params string[] words)
    {
        File.WriteAllLines(Path.Combine(_folder.Folder, "words.txt"), words);
        Write("words.txt");
    }

    public void Dispose() => _folder.Dispose();

    private void Write(params string[] more) => _folder.Write(
        static manifest =>
        {
            var can = manifest["capabilities"]!;
            can["tasks"] = new JsonArray("shot", "extend_tail", "extend_head", "fill_gap", "edit", "retake");
            can["long_seconds"] = 60;
            can["max_cast"] = 2;
        },
        more);
}
