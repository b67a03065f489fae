using Sora2.LocalServer.Model.Packs;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Packs;

public sealed class PackCheckTests : IDisposable
{
    private readonly PackFolder _pack = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Check_FileDamagedAfterTheFirstCheck_IsNoticed()
    {
        var check = new PackCheck(new PackCatalog(_pack.Root));
        var weights = Path.Combine(_pack.Folder, "weights.safetensors");
        check.Check("", Stop);
        check.Check("sora2-mini", Stop);

        File.WriteAllBytes(weights, [1, 2, 3, 5]);
        File.SetLastWriteTimeUtc(weights, DateTime.UnixEpoch);

        Assert.Throws<PackException>(() => check.Check("", Stop));
    }

    public void Dispose() => _pack.Dispose();
}
