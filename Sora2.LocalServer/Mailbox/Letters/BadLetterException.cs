namespace Sora2.LocalServer.Mailbox.Letters;

/// <summary>A letter that cannot be read as one.</summary>
internal sealed class BadLetterException(string field, string given, string allowed)
    : Exception($"{field}: got {given}; allowed: {allowed}.")
{
    public string Field { get; } = field;

    public string Given { get; } = given;

    public string Allowed { get; } = allowed;
}
