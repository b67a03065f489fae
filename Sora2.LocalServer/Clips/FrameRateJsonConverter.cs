using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sora2.LocalServer.Clips;

/// <summary>A frame rate in JSON is text: "25" or "24000/1001".</summary>
internal sealed class FrameRateJsonConverter : JsonConverter<FrameRate>
{
    public override FrameRate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        FrameRate.TryParse(reader.GetString(), out var rate)
            ? rate
            : throw new JsonException("A frame rate is text such as \"25\" or \"24000/1001\".");

    public override void Write(Utf8JsonWriter writer, FrameRate value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
