using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Sora2.LocalServer.Server;

/// <summary>The secret of this installation, asked for on every call over TCP. Never logged, never in an address.</summary>
internal sealed class AccessToken
{
    private const int Bytes = 32;
    private const string Scheme = "Bearer ";
    private readonly byte[] _digest;

    private AccessToken(string text)
    {
        Text = text;
        _digest = Digest(text);
    }

    public string Text { get; }

    /// <summary>The token in <paramref name="path"/>; made there (0600) when there is none.</summary>
    public static AccessToken LoadOrCreate(string path)
    {
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: >= 43 } kept)
        {
            return new AccessToken(kept);
        }

        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        PrivateFile.Write(path, text);
        return new AccessToken(text);
    }

    /// <summary>Whether an Authorization header carries this token. Takes the same time for every wrong one.</summary>
    public bool Admits(string? authorization) =>
        authorization is not null
        && authorization.StartsWith(Scheme, StringComparison.Ordinal)
        && AdmitsText(authorization[Scheme.Length..]);

    /// <summary>Whether a text is this token. Takes the same time for every wrong one.</summary>
    public bool AdmitsText(string text) => CryptographicOperations.FixedTimeEquals(Digest(text), _digest);

    private static byte[] Digest(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
