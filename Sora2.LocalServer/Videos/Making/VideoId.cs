using System.Security.Cryptography;
using Sora2.LocalServer.Videos.Wire;

namespace Sora2.LocalServer.Videos.Making;

/// <summary>Ids as the API has them: a word and 32 hex digits. A video's is also the client key of its job.</summary>
internal static class VideoId
{
    private const int Digits = 32;

    public static string New(string word = "video") => $"{word}_{RandomNumberGenerator.GetHexString(Digits, lowercase: true)}";

    public static bool IsWellFormed(string text, string word = "video") =>
        text.Length == word.Length + 1 + Digits && text.StartsWith(word, StringComparison.Ordinal) && text[word.Length] == '_'
        && text.AsSpan(word.Length + 1).ContainsAnyExcept("0123456789abcdef") is false;

    /// <exception cref="ApiException">Not an id that this server could have given: 404.</exception>
    public static string Parse(string? text, string word, string what) =>
        text is not null && IsWellFormed(text, word) ? text : throw ApiException.NotFound(what, text ?? "");
}
