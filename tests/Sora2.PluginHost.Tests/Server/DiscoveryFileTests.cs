using System.Globalization;
using Sora2.PluginHost.Server;
using Xunit;

namespace Sora2.PluginHost.Tests.Server;

public sealed class DiscoveryFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [Fact]
    public void TryRead_ReturnsALivingServer()
    {
        Write(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"address":"http://127.0.0.1:5","socket":"/s","token":"t","pid":{{Environment.ProcessId}},"version":"1","contract":1,"later":true}"""));

        var endpoint = DiscoveryFile.TryRead(_path);

        Assert.Equal(("http://127.0.0.1:5", "/s", "t", 1), (endpoint?.Address, endpoint?.Socket, endpoint?.Token, endpoint?.Contract));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"pid":"x","contract":1}""")]
    [InlineData("""{"pid":99999999999,"contract":1}""")]
    [InlineData("""{"pid":2147483647,"contract":1}""")]   // no such process
    [InlineData("""{"pid":-1,"contract":1}""")]
    public void TryRead_TakesAnythingElseForNoServer(string content)
    {
        Write(content);

        Assert.Null(DiscoveryFile.TryRead(_path));
    }

    [Fact]
    public void TryRead_TakesNoFileForNoServer() => Assert.Null(DiscoveryFile.TryRead(_path));

    public void Dispose() => File.Delete(_path);

    private void Write(string content) => File.WriteAllText(_path, content);
}
