namespace Sora2.LocalServer.Requests;

/// <summary>A request that cannot be taken: which field, what was given, what is allowed.</summary>
public sealed class InvalidRequestException(string field, string given, string allowed)
    : Exception($"{field}: got {given}; allowed: {allowed}.")
{
    public string Field { get; } = field;

    public string Given { get; } = given;

    public string Allowed { get; } = allowed;
}
