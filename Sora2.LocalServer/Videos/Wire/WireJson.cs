using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Sora2.LocalServer.Videos.Wire;

/// <summary>Objects as JSON with the names that the API gives them.</summary>
internal static class WireJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,

        // The media type is JSON and nosniff is said: nothing here is read as a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static Task WriteAsync<T>(HttpContext context, T value, int status = StatusCodes.Status200OK)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(value, Options);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    /// <summary>Seconds since 1970, as the API tells time.</summary>
    public static long Time(DateTimeOffset time) => time.ToUnixTimeSeconds();

    /// <inheritdoc cref="Time(DateTimeOffset)"/>
    public static long? Time(DateTimeOffset? time) => time?.ToUnixTimeSeconds();
}
