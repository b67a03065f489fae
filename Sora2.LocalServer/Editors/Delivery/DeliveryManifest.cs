using System.Text.Json;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Editors.Delivery;

/// <summary>delivery.json: which shots lie on a delivered timeline, so that one can be replaced by its next version later.</summary>
public sealed record DeliveryManifest
{
    public const string FileName = "delivery.json";
    public const string CurrentFormat = "sora2.delivery/1";

    private const int LimitBytes = 1 << 20;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public string Format { get; init; } = CurrentFormat;

    public required string Project { get; init; }

    /// <summary>The board's name without project and version; empty when the delivery is one shot.</summary>
    public string Board { get; init; } = "";

    /// <summary>Timecode of the timeline's first frame.</summary>
    public required string StartTimecode { get; init; }

    /// <summary>Names of the shots, in order.</summary>
    public required IReadOnlyList<string> Shots { get; init; }

    /// <summary>Reads the manifest of a delivered folder.</summary>
    /// <exception cref="InvalidRequestException">There is none, or it is none.</exception>
    public static DeliveryManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            if (new FileInfo(path).Length <= LimitBytes
                && JsonSerializer.Deserialize<DeliveryManifest>(File.ReadAllBytes(path), s_json) is { Format: CurrentFormat, Shots.Count: > 0 } manifest)
            {
                return manifest;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            // Said below: there is nothing else that the user could do about any of them.
        }

        throw new InvalidRequestException("folder", folder, $"a folder that was delivered, with its {FileName}");
    }

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, s_json);
}
