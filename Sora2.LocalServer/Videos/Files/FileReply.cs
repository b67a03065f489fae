namespace Sora2.LocalServer.Videos.Files;

/// <summary>A stored file as the API tells it.</summary>
internal sealed record FileReply(string Id, long Bytes, long CreatedAt, string Filename, string Purpose)
{
    public string Object => "file";

    public string Status => "processed";

    /// <summary>Null: nothing is deleted by itself.</summary>
    public long? ExpiresAt => null;
}
