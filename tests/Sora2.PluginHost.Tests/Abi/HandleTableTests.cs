using Sora2.PluginHost.Abi;
using Xunit;

namespace Sora2.PluginHost.Tests.Abi;

public sealed class HandleTableTests
{
    private readonly HandleTable _table = new();

    [Fact]
    public void Get_AfterRemove_IsRefused()
    {
        var handle = _table.Add("value", owner: null);

        Assert.Equal("value", _table.Get<string>(handle, "text"));
        Assert.Equal("value", _table.Remove<string>(handle, "text"));
        Assert.Throws<BadHandleException>(() => _table.Get<string>(handle, "text"));
        Assert.Throws<BadHandleException>(() => _table.Remove<string>(handle, "text"));
        Assert.NotEqual(handle, _table.Add("other", owner: null));
    }

    [Fact]
    public void Get_OfAnotherKind_IsRefused()
    {
        var handle = _table.Add("value", owner: null);

        Assert.Throws<BadHandleException>(() => _table.Get<Exception>(handle, "error"));
        Assert.Throws<BadHandleException>(() => _table.Get<string>(0, "text"));
    }

    [Fact]
    public void RemoveOwned_TakesTheOwnersAlone()
    {
        var owner = new object();
        _table.Add("his", owner);
        var other = _table.Add("other", new object());

        Assert.Equal(["his"], _table.RemoveOwned(owner));
        Assert.Equal("other", _table.Get<string>(other, "text"));
        Assert.Equal(1, _table.Count);
    }
}
