using Xunit;

namespace Sora2.LocalServer.Tests;

public sealed class ReadCacheTests
{
    private readonly ReadCache<string, string> _cache = new(2);
    private int _reads;

    [Fact]
    public void Get_ReadsOnceUntilItIsForgotten()
    {
        Assert.Equal(["1", "1"], [Get("a"), Get("a")]);

        _cache.Forget("a");
        Assert.Equal("2", Get("a"));
        _cache.ForgetAll();
        Assert.Equal("3", Get("a"));
    }

    [Fact]
    public void Get_NothingAndWhatMayNotBeKept_IsReadAnew()
    {
        Assert.Null(_cache.Get("a", static _ => null, static _ => true));
        Assert.Equal(["1", "2"], [Get("a", mayKeep: false), Get("a", mayKeep: false)]);
    }

    [Fact]
    public void Get_ReadingThatAChangeOvertook_IsNotKept()
    {
        var old = _cache.Get("a", key =>
        {
            _cache.Forget(key);
            return "old";
        }, static _ => true);

        Assert.Equal(("old", "1"), (old, Get("a")));
    }

    [Fact]
    public void Get_MoreThanAreKept_ForgetsTheOthers()
    {
        foreach (var key in (string[])["a", "b", "c"])
        {
            Get(key);
        }

        Assert.Equal(("4", "3"), (Get("a"), Get("c")));
    }

    private string? Get(string key, bool mayKeep = true) => _cache.Get(key, _ => $"{++_reads}", _ => mayKeep);
}
