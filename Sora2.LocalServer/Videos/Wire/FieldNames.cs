namespace Sora2.LocalServer.Videos.Wire;

/// <summary>Fields of our own request by the names that this API gives them.</summary>
internal static class FieldNames
{
    public static string OfRequest(string field) => field switch
    {
        "sequence.frame_rate" => "fps",
        "sequence.size" => "size",
        "sequence.start_timecode" => "timecode",
        "pack" or "pack_hash" => "model",
        "media" or "media_id" => "file",
        _ when field.StartsWith("conditioning", StringComparison.Ordinal) => "input_reference",
        _ => field,
    };
}
