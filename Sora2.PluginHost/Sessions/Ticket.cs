using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Sora2.PluginHost.Sessions;

/// <summary>
/// What finds a job or its shot again: the client key that the wish was sent under, and the names of job and shot once they are
/// known. As text "sora2:1;key=…;job=…;shot=…", at most 255 bytes. A shot's bare name is one, too.
/// </summary>
/// <param name="Job">Empty before a server took the wish.</param>
/// <param name="Shot">Empty before it is published.</param>
internal sealed partial record Ticket(string Key, string Job = "", string Shot = "")
{
    private const int LongestText = 255;
    private const int LongestQuote = 80;
    private const string Name = "[A-Z0-9][A-Z0-9_-]{0,120}_v[0-9]{3,9}";

    /// <summary>For a wish that nobody has sent.</summary>
    public static Ticket New() => new(Guid.NewGuid().ToString("n"));

    /// <exception cref="ArgumentException">No ticket.</exception>
    public static Ticket Parse(string text)
    {
        if (text.Length <= LongestText)
        {
            if (Pattern().Match(text) is { Success: true } match)
            {
                return new Ticket(match.Groups["key"].Value, match.Groups["job"].Value, match.Groups["shot"].Value);
            }

            if (ShotName().IsMatch(text))
            {
                return new Ticket(KeyOf(text), Shot: text);
            }
        }

        throw new ArgumentException(
            $"ticket: got {Quoted(text)}; allowed: the name of a shot, such as SORA2_SH0010_v001, or the ticket of a job (sora2:1;key=…).");
    }

    public override string ToString() =>
        $"sora2:1;key={Key}" + (Job.Length > 0 ? $";job={Job}" : "") + (Shot.Length > 0 ? $";shot={Shot}" : "");

    // The same each time, so that one shot is one job; no wish is sent under it.
    private static string KeyOf(string shot) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(shot)).AsSpan(0, 16));

    private static string Quoted(string text) =>
        text.Length == 0 ? "nothing" : text.Length > LongestQuote ? $"{text.Length} characters that are none" : $"\"{text}\"";

    [GeneratedRegex(
        $@"\Asora2:1;key=(?<key>[0-9a-f]{{32}})(;job=(?<job>[0-9a-z]{{1,32}}))?(;shot=(?<shot>{Name}))?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();

    [GeneratedRegex($@"\A{Name}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ShotName();
}
