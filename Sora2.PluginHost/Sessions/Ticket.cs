using System.Text.RegularExpressions;

namespace Sora2.PluginHost.Sessions;

/// <summary>
/// What finds a job or its shot again: the client key that the wish was sent under, and the names of job and shot once they are
/// known. As text "sora2:1;key=…;job=…;shot=…", at most 255 bytes.
/// </summary>
/// <param name="Job">Empty before a server took the wish.</param>
/// <param name="Shot">Empty before it is published.</param>
internal sealed partial record Ticket(string Key, string Job = "", string Shot = "")
{
    private const int LongestText = 255;

    /// <summary>For a wish that nobody has sent.</summary>
    public static Ticket New() => new(Guid.NewGuid().ToString("n"));

    /// <exception cref="ArgumentException">No ticket.</exception>
    public static Ticket Parse(string text)
    {
        var match = text.Length <= LongestText ? Pattern().Match(text) : Match.Empty;
        return match.Success
            ? new Ticket(match.Groups["key"].Value, match.Groups["job"].Value, match.Groups["shot"].Value)
            : throw new ArgumentException($"ticket: got {text.Length} characters that are none; allowed: the text that sora2_job_state gave.");
    }

    public override string ToString() =>
        $"sora2:1;key={Key}" + (Job.Length > 0 ? $";job={Job}" : "") + (Shot.Length > 0 ? $";shot={Shot}" : "");

    [GeneratedRegex(
        @"\Asora2:1;key=(?<key>[0-9a-f]{32})(;job=(?<job>[0-9a-z]{1,32}))?(;shot=(?<shot>[A-Z0-9][A-Z0-9_-]{0,120}_v[0-9]{3,9}))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
