namespace Sora2.PluginHost.Cli;

/// <summary>Ends the command with a message for the user and a code for scripts.</summary>
internal sealed class CliException(int exitCode, string code, string message) : Exception(message)
{
    public int ExitCode { get; } = exitCode;

    /// <summary>Stable word for scripts.</summary>
    public string Code { get; } = code;

    public string Field { get; init; } = "";

    public string Given { get; init; } = "";

    public string Allowed { get; init; } = "";

    /// <summary>An argument that cannot be taken.</summary>
    public static CliException Invalid(string field, string given, string allowed) =>
        new(Cli.ExitCode.InvalidInput, "invalid_request", $"{field}: got {given}; allowed: {allowed}.")
        {
            Field = field,
            Given = given,
            Allowed = allowed,
        };
}
