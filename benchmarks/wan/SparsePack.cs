using System.Text;
using System.Text.Json.Nodes;
using Sora2.LocalServer.Model.Graphs;

namespace Sora2.Benchmarks.Wan;

/// <summary>Weights of a real configuration whose numbers are zeros in a sparse file: as large as the real ones, and no disk is taken.</summary>
internal static class SparsePack
{
    /// <summary>Writes a .safetensors file of BF16 or F32.</summary>
    /// <returns>Bytes of the numbers.</returns>
    public static long Write(string path, IEnumerable<WeightUse> uses, bool half)
    {
        var header = new JsonObject();
        var end = 0L;
        foreach (var use in uses)
        {
            var length = use.Shape.Aggregate(half ? 2L : 4L, (all, size) => all * size);
            header[use.Name] = new JsonObject
            {
                ["dtype"] = half ? "BF16" : "F32",
                ["shape"] = new JsonArray([.. use.Shape.Select(static size => (JsonNode)size)]),
                ["data_offsets"] = new JsonArray(end, end + length),
            };
            end += length;
        }

        var text = Encoding.UTF8.GetBytes(header.ToJsonString());
        var padded = new byte[(text.Length + 7) / 8 * 8];
        Array.Fill(padded, (byte)' ');
        text.CopyTo(padded, 0);
        using var file = File.Create(path);
        file.Write(BitConverter.GetBytes((long)padded.Length));
        file.Write(padded);
        file.SetLength(8 + padded.Length + end);
        return end;
    }
}
