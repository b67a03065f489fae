using System.Security.Cryptography;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Jobs;

/// <summary>Names one job for ever: 12 letters and digits, easy to type.</summary>
public readonly record struct JobId
{
    private const string Alphabet = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int Length = 12;

    private readonly string? _text;

    private JobId(string text) => _text = text;

    /// <summary>A new id, 60 random bits.</summary>
    public static JobId New() => new(RandomNumberGenerator.GetString(Alphabet, Length));

    /// <exception cref="InvalidRequestException">Not an id that this server could have given.</exception>
    public static JobId Parse(string text) => TryParse(text, out var id)
        ? id
        : throw new InvalidRequestException("job_id", $"{text.Length} characters", "the 12 letters and digits that Submit returned");

    public static bool TryParse(string? text, out JobId id)
    {
        id = default;
        if (text is null || text.Length != Length || text.AsSpan().ContainsAnyExcept(Alphabet))
        {
            return false;
        }

        id = new JobId(text);
        return true;
    }

    public override string ToString() => _text ?? "";
}
