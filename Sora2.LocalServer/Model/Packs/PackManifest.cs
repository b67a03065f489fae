using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sora2.LocalServer.Model.Packs;

/// <summary>A pack's pack.json; models/README.md describes every field.</summary>
internal sealed record PackManifest
{
    public const string FileName = "pack.json";

    /// <summary>The version of the format that this server reads.</summary>
    public const int CurrentFormat = 1;

    private const int MaxFiles = 10_000;

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        MaxDepth = 8,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    public required int Format { get; init; }

    public required string Name { get; init; }

    public required string Family { get; init; }

    public required string Version { get; init; }

    public required string License { get; init; }

    public string Description { get; init; } = "";

    public required PackCapabilities Capabilities { get; init; }

    public required PackDefaults Defaults { get; init; }

    public required IReadOnlyList<PackFile> Files { get; init; }

    /// <summary>One hash for the content of all files: what a recipe names.</summary>
    public string Hash()
    {
        var lines = Files
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .Select(file => $"{file.Path}\0{file.Size.ToString(CultureInfo.InvariantCulture)}\0{file.Sha256}\n");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    /// <summary>As pack.json holds it.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, s_json);

    /// <param name="pack">What it must call the pack; null takes the name that it gives.</param>
    /// <exception cref="PackException">No manifest that this server reads.</exception>
    public static PackManifest Parse(string? pack, ReadOnlySpan<byte> json)
    {
        PackManifest manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<PackManifest>(json, s_json) ?? throw new JsonException("it is empty");
        }
        catch (JsonException error)
        {
            throw Broken(pack ?? "", $"is no manifest ({error.Message})");
        }

        manifest.Check(pack ?? manifest.Name);
        return manifest;
    }

    private static PackException Broken(string pack, string problem) =>
        new(pack, $"its {FileName} {problem}.", "Install the pack again.");

    private void Check(string pack)
    {
        if (Format != CurrentFormat)
        {
            throw new PackException(
                pack, $"its format is {Format}; this server reads {CurrentFormat}.", "Update the server or take another version of the pack.");
        }

        if (Name != pack)
        {
            throw Broken(pack, $"calls it \"{Name}\"");
        }

        if (Files.Count is 0 or > MaxFiles)
        {
            throw Broken(pack, $"lists {Files.Count} files; 1 to {MaxFiles} are allowed");
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in Files)
        {
            if (!IsInside(file.Path))
            {
                throw Broken(pack, $"lists \"{file.Path}\", which is not a plain path inside the pack");
            }

            if (!seen.Add(file.Path))
            {
                throw Broken(pack, $"lists \"{file.Path}\" twice");
            }

            if (file.Size < 0 || file.Sha256.Length != 64 || file.Sha256.Any(digit => !char.IsAsciiHexDigitLower(digit)))
            {
                throw Broken(pack, $"gives no proper size and SHA-256 for \"{file.Path}\"");
            }
        }

        CheckNumbers(pack);
    }

    private void CheckNumbers(string pack)
    {
        var can = Capabilities;
        if (can.Sizes.Count == 0 || can.Sizes.Any(size => size.Width is < 16 or > 8192 || size.Height is < 16 or > 8192))
        {
            throw Broken(pack, "lists no sizes between 16x16 and 8192x8192");
        }

        if (!(can.MinFrameRate > 0 && can.MaxFrameRate >= can.MinFrameRate && can.MaxFrameRate <= 1000 && can.MaxSeconds is > 0 and <= 3600))
        {
            throw Broken(pack, "gives frame rates or a length that cannot be");
        }

        if (!(can.LongSeconds is >= 0 and <= 3600) || can.MaxCast is < 0 or > 16)
        {
            throw Broken(pack, "gives a long length or a number of cast that cannot be");
        }

        if (Defaults.Steps is < 1 or > 1000 || Defaults.DraftSteps is < 1 or > 1000
            || !(Defaults.Guidance is >= 1 and <= 100) || !(Defaults.SigmaShift is > 0 and <= 100)
            || !(Defaults.SoundSigmaShift is > 0 and <= 100))
        {
            throw Broken(pack, "gives defaults that cannot be");
        }
    }

    private static bool IsInside(string path) =>
        path.Length is > 0 and <= 1024
        && !path.Contains('\\', StringComparison.Ordinal)
        && !path.Contains(':', StringComparison.Ordinal)
        && !path.Any(char.IsControl)
        && path.Split('/').All(part => part is not ("" or "." or ".."));
}
