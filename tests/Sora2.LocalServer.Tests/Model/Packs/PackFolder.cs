using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Sora2.LocalServer.Tests.Model.Packs;

/// <summary>A models root with one small pack, removed after the test.</summary>
internal sealed class PackFolder : IDisposable
{
    public const string Name = "sora2-mini";

    public PackFolder()
    {
        Root = Directory.CreateTempSubdirectory("packs").FullName;
        Folder = Path.Combine(Root, Name);
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "config.json"), "{}");
        File.WriteAllBytes(Path.Combine(Folder, "weights.safetensors"), [1, 2, 3, 4]);
        Write(_ => { });
    }

    public string Root { get; }

    public string Folder { get; }

    /// <summary>Writes the manifest of what lies there, after <paramref name="change"/>.</summary>
    /// <param name="more">Files beside the two that are always there.</param>
    public void Write(Action<JsonObject> change, params string[] more)
    {
        var files = new JsonArray();
        foreach (var file in (string[])["config.json", "weights.safetensors", .. more])
        {
            var bytes = File.ReadAllBytes(Path.Combine(Folder, file));
            files.Add(new JsonObject
            {
                ["path"] = file,
                ["size"] = bytes.Length,
                ["sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            });
        }

        var manifest = new JsonObject
        {
            ["format"] = 1,
            ["name"] = Name,
            ["family"] = "MiniAv",
            ["version"] = "0.1.0",
            ["license"] = "Apache-2.0",
            ["capabilities"] = new JsonObject
            {
                ["tasks"] = new JsonArray("shot"),
                ["stems"] = new JsonArray("effects", "ambience", "music"),
                ["sizes"] = new JsonArray(
                    new JsonObject { ["width"] = 160, ["height"] = 96 },
                    new JsonObject { ["width"] = 96, ["height"] = 160 },
                    new JsonObject { ["width"] = 128, ["height"] = 128 }),
                ["min_frame_rate"] = 12,
                ["max_frame_rate"] = 30,
                ["max_seconds"] = 8,
                ["first_frame"] = true,
                ["last_frame"] = false,
            },
            ["defaults"] = new JsonObject { ["steps"] = 24, ["draft_steps"] = 8, ["guidance"] = 3.0, ["sigma_shift"] = 1.0, ["sound_sigma_shift"] = 3.0 },
            ["files"] = files,
        };
        change(manifest);
        File.WriteAllText(Path.Combine(Folder, "pack.json"), manifest.ToJsonString());
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
