using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Sora2.LocalServer.Server;

namespace Sora2.LocalServer.Dashboard.Access;

/// <summary>
/// What a browser's cookie holds: random bytes and an end, sealed with a key made of the installation's secret. Nothing is kept
/// here, so a session outlives the server; a new secret ends them all.
/// </summary>
internal sealed class SessionSeal(AccessToken token, TimeProvider time)
{
    public static readonly TimeSpan Life = TimeSpan.FromDays(14);

    private const int NonceBytes = 16;
    private const int EndBytes = sizeof(long);
    private const int SealBytes = 32;

    private readonly byte[] _key = HKDF.DeriveKey(
        HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(token.Text), SealBytes, info: "sora2 dashboard session"u8.ToArray());

    public string Issue()
    {
        var bytes = new byte[NonceBytes + EndBytes + SealBytes];
        RandomNumberGenerator.Fill(bytes.AsSpan(0, NonceBytes));
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(NonceBytes), (time.GetUtcNow() + Life).ToUnixTimeSeconds());
        HMACSHA256.HashData(_key, bytes.AsSpan(0, NonceBytes + EndBytes), bytes.AsSpan(NonceBytes + EndBytes));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Whether this server sealed it and its end has not come. Takes the same time for every wrong seal.</summary>
    public bool Admits(string? cookie)
    {
        Span<byte> bytes = stackalloc byte[NonceBytes + EndBytes + SealBytes];
        if (cookie is null || cookie.Length != Base64Url.GetEncodedLength(bytes.Length)
            || !Base64Url.TryDecodeFromChars(cookie, bytes, out var count) || count != bytes.Length)
        {
            return false;
        }

        Span<byte> seal = stackalloc byte[SealBytes];
        HMACSHA256.HashData(_key, bytes[..(NonceBytes + EndBytes)], seal);
        return CryptographicOperations.FixedTimeEquals(seal, bytes[(NonceBytes + EndBytes)..])
            && BinaryPrimitives.ReadInt64BigEndian(bytes[NonceBytes..]) > time.GetUtcNow().ToUnixTimeSeconds();
    }
}
