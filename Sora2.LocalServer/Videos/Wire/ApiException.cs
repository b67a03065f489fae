namespace Sora2.LocalServer.Videos.Wire;

/// <summary>A call that is answered with an error: status and the four keys of the envelope.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="param">The field at fault, or null.</param>
/// <param name="code">A stable word for programs, or null.</param>
internal sealed class ApiException(int status, string message, string? param = null, string? code = null) : Exception(message)
{
    public int Status { get; } = status;

    public string? Param { get; } = param;

    public string? Code { get; } = code;

    /// <summary>A field that cannot be taken: 400.</summary>
    public static ApiException Invalid(string param, string message) => new(StatusCodes.Status400BadRequest, message, param, "invalid_value");

    /// <summary>In the words that clients of this API know.</summary>
    public static ApiException InvalidValue(string param, string given, params ReadOnlySpan<string> allowed)
    {
        var quoted = new List<string>();
        foreach (var value in allowed)
        {
            quoted.Add($"'{value}'");
        }

        var list = quoted.Count < 2 ? string.Concat(quoted) : $"{string.Join(", ", quoted[..^1])}{(quoted.Count > 2 ? "," : "")} and {quoted[^1]}";
        return Invalid(param, $"Invalid value: '{Short(given)}'. Supported values are: {list}.");
    }

    /// <summary>What is asked for is not here: 404.</summary>
    public static ApiException NotFound(string what, string id) =>
        new(StatusCodes.Status404NotFound, $"{what} '{Short(id)}' was not found.", null, "not_found");

    private static string Short(string text) => text.Length <= 64 ? text : text[..64] + "…";
}
