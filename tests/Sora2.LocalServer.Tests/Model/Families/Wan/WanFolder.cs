using System.Text.Json.Nodes;
using Sora2.LocalServer.Model.Packs;

namespace Sora2.LocalServer.Tests.Model.Families.Wan;

/// <summary>A copy of the tiny pack, to be changed by a test and removed after it.</summary>
internal sealed class WanFolder : IDisposable
{
    public WanFolder()
    {
        foreach (var file in Directory.EnumerateFiles(TinyPack.Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Folder, Path.GetRelativePath(TinyPack.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("wan").FullName;

    public string Folder => Path.Combine(Root, "tiny-wan");

    public string PathOf(string file) => Path.Combine(Folder, file);

    /// <summary>Changes a JSON file.</summary>
    public void Edit(string file, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(PathOf(file)))!.AsObject();
        change(json);
        File.WriteAllText(PathOf(file), json.ToJsonString());
    }

    /// <summary>Splits a part's weights into two shards with an index.</summary>
    public void Shard(string part, string name)
    {
        var (header, numbers) = Split(PathOf($"{part}/{name}.safetensors"));
        File.Delete(PathOf($"{part}/{name}.safetensors"));
        var map = new JsonObject();
        var entries = header.Where(static entry => entry.Key != "__metadata__").OrderBy(static entry => (long)entry.Value!["data_offsets"]![0]!).ToArray();
        for (var shard = 0; shard < 2; shard++)
        {
            var own = entries[(shard * entries.Length / 2)..((shard + 1) * entries.Length / 2)];
            var start = (long)own[0].Value!["data_offsets"]![0]!;
            var end = (long)own[^1].Value!["data_offsets"]![1]!;
            var made = new JsonObject();
            foreach (var (tensor, value) in own)
            {
                var copy = value!.DeepClone();
                copy["data_offsets"] = new JsonArray((long)value["data_offsets"]![0]! - start, (long)value["data_offsets"]![1]! - start);
                made[tensor] = copy;
                map[tensor] = $"{name}-0000{shard + 1}-of-00002.safetensors";
            }

            Write(PathOf($"{part}/{name}-0000{shard + 1}-of-00002.safetensors"), made, numbers[(int)start..(int)end]);
        }

        File.WriteAllText(PathOf($"{part}/{name}.safetensors.index.json"), new JsonObject { ["metadata"] = new JsonObject(), ["weight_map"] = map }.ToJsonString());
    }

    /// <summary>Stores a part's weights as BF16, cut off or rounded to nearest.</summary>
    public void Halve(string part, string name)
    {
        var path = PathOf($"{part}/{name}.safetensors");
        var (header, numbers) = Split(path);
        var made = new JsonObject();
        var halves = new MemoryStream();
        foreach (var (tensor, value) in header.Where(static entry => entry.Key != "__metadata__").OrderBy(static entry => (long)entry.Value!["data_offsets"]![0]!))
        {
            var (start, end) = ((int)(long)value!["data_offsets"]![0]!, (int)(long)value["data_offsets"]![1]!);
            var from = halves.Length;
            for (var at = start; at < end; at += 4)
            {
                var bits = BitConverter.ToUInt32(numbers, at);
                halves.Write(BitConverter.GetBytes((ushort)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16)));
            }

            made[tensor] = new JsonObject { ["dtype"] = "BF16", ["shape"] = value["shape"]!.DeepClone(), ["data_offsets"] = new JsonArray(from, halves.Length) };
        }

        Write(path, made, halves.ToArray());
    }

    /// <summary>Gives the denoiser more blocks: those it has again and again, each a little weaker than the one before it.</summary>
    public void Deepen(int blocks)
    {
        const string Prefix = "blocks.";
        var path = PathOf("transformer/diffusion_pytorch_model.safetensors");
        var (header, numbers) = Split(path);
        var made = new JsonObject();
        var all = new MemoryStream();
        foreach (var (tensor, value) in header.Where(static entry => entry.Key != "__metadata__").OrderBy(static entry => (long)entry.Value!["data_offsets"]![0]!))
        {
            var own = numbers.AsSpan((int)(long)value!["data_offsets"]![0]!, (int)((long)value["data_offsets"]![1]! - (long)value["data_offsets"]![0]!)).ToArray();
            Add(tensor, own);
            var block = tensor.StartsWith(Prefix, StringComparison.Ordinal) ? int.Parse(tensor.Split('.')[1], System.Globalization.CultureInfo.InvariantCulture) : blocks;
            for (var copy = block + 2; copy < blocks; copy += 2)
            {
                var weaker = own.ToArray();
                var floats = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(weaker.AsSpan());
                System.Numerics.Tensors.TensorPrimitives.Multiply(floats, 1 - (0.01f * copy), floats);
                Add($"{Prefix}{copy}.{tensor.Split('.', 3)[2]}", weaker);
            }

            void Add(string name, byte[] bytes)
            {
                made[name] = new JsonObject { ["dtype"] = "F32", ["shape"] = value["shape"]!.DeepClone(), ["data_offsets"] = new JsonArray(all.Length, all.Length + bytes.Length) };
                all.Write(bytes);
            }
        }

        Write(path, made, all.ToArray());
        Edit("transformer/config.json", config => config["num_layers"] = blocks);
    }

    /// <summary>Gives the denoiser a size at which memory can be measured: weights of zeros in half, which take no disk.</summary>
    /// <param name="heads">Of 64 numbers each.</param>
    public void Widen(int heads, int blocks)
    {
        Edit("transformer/config.json", config =>
        {
            config["num_attention_heads"] = heads;
            config["attention_head_dim"] = 64;
            config["ffn_dim"] = heads * 64 * 4;
            config["num_layers"] = blocks;
        });
        var transformer = Sora2.LocalServer.Model.Families.Wan.Configuration.WanConfig.Read(Folder).Transformer;
        Sora2.Benchmarks.Wan.SparsePack.Write(
            PathOf("transformer/diffusion_pytorch_model.safetensors"), Sora2.LocalServer.Model.Families.Wan.Denoising.DenoiserGraphs.BuildWhole(transformer).Weights, half: true);
    }

    /// <summary>Gives the picture code wider layers, of zeros in half.</summary>
    public void WidenPictureCode(int width)
    {
        Edit("vae/config.json", config => (config["base_dim"], config["decoder_base_dim"]) = (width, width));
        var vae = Sora2.LocalServer.Model.Families.Wan.Configuration.WanConfig.Read(Folder).Vae;
        Sora2.Benchmarks.Wan.SparsePack.Write(
            PathOf("vae/diffusion_pytorch_model.safetensors"),
            [
                .. Sora2.LocalServer.Model.Families.Wan.Picture.CodeGraph.Decoder(vae, 1, 1, first: false).Graph.Weights,
                .. Sora2.LocalServer.Model.Families.Wan.Picture.CodeGraph.Encoder(vae, 8, 8, first: false).Graph.Weights,
            ],
            half: true);
    }

    /// <summary>Makes the folder a pack beside the embedded one.</summary>
    public PackCatalog ToPack(int width, int height, string name = "tiny-wan")
    {
        var manifest = Sora2.LocalServer.Model.Families.Wan.WanPack.Describe(Folder, name, static path =>
        {
            using var file = File.OpenRead(path);
            return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file));
        });
        manifest = manifest with
        {
            Capabilities = manifest.Capabilities with { Sizes = [new PackSize(width, height)] },
            Defaults = manifest.Defaults with { Steps = 2, DraftSteps = 1 },
        };
        File.WriteAllBytes(PathOf(PackManifest.FileName), manifest.ToJson());
        Directory.CreateSymbolicLink(Path.Combine(Root, PackCatalog.DefaultPack), Path.Combine(TinyPack.Repository(), "models", PackCatalog.DefaultPack));
        return new PackCatalog(Root);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static (JsonObject Header, byte[] Numbers) Split(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var length = (int)BitConverter.ToInt64(bytes);
        return (JsonNode.Parse(bytes.AsSpan(8, length))!.AsObject(), bytes[(8 + length)..]);
    }

    private static void Write(string path, JsonObject header, byte[] numbers)
    {
        var text = System.Text.Encoding.UTF8.GetBytes(header.ToJsonString());
        var padded = new byte[(text.Length + 7) / 8 * 8];
        Array.Fill(padded, (byte)' ');
        text.CopyTo(padded, 0);
        File.WriteAllBytes(path, [.. BitConverter.GetBytes((long)padded.Length), .. padded, .. numbers]);
    }
}
