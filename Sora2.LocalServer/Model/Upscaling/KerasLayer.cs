using System.Text.Json;

namespace Sora2.LocalServer.Model.Upscaling;

/// <summary>One layer of a Keras network: what it is, what it reads, and its settings.</summary>
/// <param name="Type">Keras' class name: "Conv2D".</param>
/// <param name="Inputs">Names of layers, in order.</param>
/// <param name="Settings">The layer's "config".</param>
internal sealed record KerasLayer(string Type, string Name, IReadOnlyList<string> Inputs, JsonElement Settings)
{
    /// <summary>A setting that is a whole number.</summary>
    /// <exception cref="InvalidDataException">It is not there, or no such number.</exception>
    public int Whole(string key) =>
        Settings.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var whole) ? whole : throw Bad(key);

    /// <summary>A setting that is one whole number for both axes of a picture.</summary>
    /// <inheritdoc cref="Whole" path="/exception"/>
    public int Both(string key) => Settings.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 2
        && value[0].ValueKind == JsonValueKind.Number && value[0].TryGetInt32(out var whole) && value[1].GetRawText() == value[0].GetRawText() ? whole : throw Bad(key);

    /// <summary>A setting that is a number.</summary>
    /// <inheritdoc cref="Whole" path="/exception"/>
    public float Number(string key) =>
        Settings.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out var number) ? number : throw Bad(key);

    /// <summary>Whether a setting is there and says just this.</summary>
    public bool Says(string key, string word) =>
        Settings.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() == word;

    /// <summary>Refuses a setting that the server would get wrong.</summary>
    /// <exception cref="InvalidDataException">It does not hold.</exception>
    public void Require(bool holds, string key)
    {
        if (!holds)
        {
            throw Bad(key);
        }
    }

    private InvalidDataException Bad(string key) => new(
        $"The network's layer {Name} ({Type}) has a {key} that this server does not know: {(Settings.TryGetProperty(key, out var value) ? value.GetRawText() : "none")}.");
}
