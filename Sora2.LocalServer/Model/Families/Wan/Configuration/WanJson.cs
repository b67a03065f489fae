using System.Text.Json;

namespace Sora2.LocalServer.Model.Families.Wan.Configuration;

/// <summary>Reads the configuration files of a diffusers folder; what this server does not know in them is refused by name.</summary>
/// <remarks>A key that is skipped may be the one that says how the weights are meant.</remarks>
internal static class WanJson
{
    private const int MaxLength = 1 << 20;

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        MaxDepth = 8,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <exception cref="InvalidDataException">Not such a file, or with a key or a value that this server does not know.</exception>
    public static T Read<T>(string path)
        where T : class
    {
        var file = Path.Combine(Path.GetFileName(Path.GetDirectoryName(path)) ?? "", Path.GetFileName(path));
        using var stream = File.OpenRead(path);
        if (stream.Length > MaxLength)
        {
            throw new InvalidDataException($"{file} is longer than {MaxLength} bytes.");
        }

        try
        {
            return JsonSerializer.Deserialize<T>(stream, s_json) ?? throw new InvalidDataException($"{file} is empty.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{file} is no configuration that this server knows ({error.Message})", error);
        }
    }

    /// <summary>Refuses a value by the key that holds it.</summary>
    /// <exception cref="InvalidDataException"><paramref name="holds"/> is false.</exception>
    public static void Require(bool holds, string file, string key, object? given, string allowed)
    {
        if (!holds)
        {
            throw new InvalidDataException($"{file}: {key} is {given ?? "null"}; {allowed}.");
        }
    }
}
