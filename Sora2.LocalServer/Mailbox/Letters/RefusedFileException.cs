namespace Sora2.LocalServer.Mailbox.Letters;

/// <summary>A file that is not what it should be, and was not read.</summary>
internal sealed class RefusedFileException(string given, string allowed) : Exception($"Got {given}; allowed: {allowed}.")
{
    public string Given { get; } = given;

    public string Allowed { get; } = allowed;
}
