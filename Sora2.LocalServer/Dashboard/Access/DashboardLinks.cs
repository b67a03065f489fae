using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Sora2.LocalServer.Dashboard.Access;

/// <summary>Links that open the dashboard once. They are known in memory alone, and by their hashes. Thread-safe.</summary>
internal sealed class DashboardLinks(IServer server, TimeProvider time)
{
    /// <summary>Long enough for a browser to start.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(2);

    private const int CodeBytes = 32;

    // Whoever asks for more forgets the oldest.
    private const int MostOpen = 32;

    private readonly Lock _gate = new();
    private readonly List<(byte[] Digest, DateTimeOffset End)> _open = [];

    /// <summary>A new link. Its code stands behind "#": no browser sends that to a server, writes it into Referer or logs it.</summary>
    public string Issue()
    {
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(CodeBytes));
        lock (_gate)
        {
            _open.RemoveAll(link => link.End <= time.GetUtcNow());
            if (_open.Count == MostOpen)
            {
                _open.RemoveAt(0);
            }

            _open.Add((Digest(code), time.GetUtcNow() + Life));
        }

        return $"{Address()}{DashboardDoor.Prefix}/open#{code}";
    }

    /// <summary>Whether the code is good; it is not from now on.</summary>
    public bool Redeem(string code)
    {
        var digest = Digest(code);
        lock (_gate)
        {
            var found = _open.FindIndex(link => CryptographicOperations.FixedTimeEquals(link.Digest, digest));
            if (found < 0)
            {
                return false;
            }

            var end = _open[found].End;
            _open.RemoveAt(found);
            return end > time.GetUtcNow();
        }
    }

    private string Address() => server.Features.Get<IServerAddressesFeature>()!.Addresses
        .First(static url => url.StartsWith("http://127.0.0.1:", StringComparison.Ordinal));

    private static byte[] Digest(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code));
}
