using Sora2.LocalServer.Dashboard.Access;
using Sora2.LocalServer.Server;
using Sora2.LocalServer.Tests.Jobs;
using Sora2.LocalServer.Tests.Media;
using Xunit;

namespace Sora2.LocalServer.Tests.Dashboard;

public sealed class SessionSealTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Admits_UntilTheEndAndAfterARestart()
    {
        using var folder = new TestFolder();
        var path = Path.Combine(folder.Path, "token");
        var cookie = new SessionSeal(AccessToken.LoadOrCreate(path), _time).Issue();
        var restarted = new SessionSeal(AccessToken.LoadOrCreate(path), _time);

        Assert.True(restarted.Admits(cookie));
        _time.Advance(SessionSeal.Life);
        Assert.False(restarted.Admits(cookie));
    }

    [Fact]
    public void Admits_NoCookieOfAnotherSecretAndNoneThatWasChanged()
    {
        using var folder = new TestFolder();
        var seal = new SessionSeal(AccessToken.LoadOrCreate(Path.Combine(folder.Path, "one")), _time);
        var other = new SessionSeal(AccessToken.LoadOrCreate(Path.Combine(folder.Path, "two")), _time);
        var cookie = seal.Issue();

        Assert.False(other.Admits(cookie));
        Assert.All(
            (string?[])[null, "", "A", new string('A', cookie.Length), cookie[..^1], cookie + "A", (cookie[0] == 'A' ? 'B' : 'A') + cookie[1..]],
            wrong => Assert.False(seal.Admits(wrong)));
    }
}
