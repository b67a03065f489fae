namespace Sora2.LocalServer.Media;

/// <summary>Media from outside that cannot be taken: what it is, and what is allowed.</summary>
public sealed class InvalidMediaException(string given, string allowed) : Exception($"The file is {given}; allowed: {allowed}.")
{
    public string Given { get; } = given;

    public string Allowed { get; } = allowed;
}
