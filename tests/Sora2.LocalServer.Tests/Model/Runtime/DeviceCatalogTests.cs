using Sora2.LocalServer.Model.Runtime;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Tests.Model.Graphs;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Runtime;

public sealed class DeviceCatalogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("providers").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Choose_TakesTheProcessorWhereThereIsNoGpu()
    {
        var catalog = new DeviceCatalog(GraphRun.Runtime, "/nonexistent");
        Assert.SkipWhen(catalog.Devices.Any(static device => device.IsGpu), "This build of ONNX Runtime brings a GPU.");

        Assert.Equal(("cpu", true), (catalog.Choose("auto").Name, catalog.Choose("auto").IsProcessor));
        Assert.Same(catalog.Choose("cpu"), catalog.Choose("auto"));
        Assert.Contains("CPUExecutionProvider", catalog.Choose("cpu").Description, StringComparison.Ordinal);
        Assert.Empty(catalog.Problems);
    }

    [Fact]
    public void Choose_RefusesADeviceThatIsNotThereAndSaysWhy()
    {
        File.WriteAllText(Path.Combine(_folder, "libonnxruntime_providers_cuda.so"), "no library");

        var catalog = new DeviceCatalog(GraphRun.Runtime, _folder);
        var error = Assert.Throws<InvalidRequestException>(() => catalog.Choose("cuda:0"));

        Assert.StartsWith("libonnxruntime_providers_cuda.so cannot be used: ", Assert.Single(catalog.Problems), StringComparison.Ordinal);
        Assert.Equal("device", error.Field);
        Assert.Contains("cannot be used", error.Given, StringComparison.Ordinal);
        Assert.Contains("cpu", error.Allowed, StringComparison.Ordinal);
        Assert.Equal(catalog.Problems, new DeviceCatalog(GraphRun.Runtime, _folder).Problems);
    }

    [Fact]
    public void LibrariesIn_FindsProvidersAndNothingBesideThem()
    {
        foreach (var name in (string[])["libonnxruntime_providers_cuda.so", "onnxruntime_providers_webgpu.dll", "libonnxruntime_providers_shared.so", "libcudnn.so.9", "LICENSE"])
        {
            File.WriteAllText(Path.Combine(_folder, name), "");
        }

        Assert.Equal(
            ["libonnxruntime_providers_cuda.so", "onnxruntime_providers_webgpu.dll"],
            DeviceCatalog.LibrariesIn(_folder).Select(static path => Path.GetFileName(path)));
        Assert.Empty(DeviceCatalog.LibrariesIn(Path.Combine(_folder, "none")));
    }

    [Theory]
    [InlineData("CUDAExecutionProvider", "cuda")]
    [InlineData("CPUExecutionProvider", "cpu")]
    [InlineData("Other", "other")]
    public void ShortName_IsAsSettingsHaveIt(string provider, string name) => Assert.Equal(name, ComputeDevice.ShortName(provider));
}
