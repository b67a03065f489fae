using Sora2.LocalServer.Diagnosis;
using Xunit;

namespace Sora2.LocalServer.Tests.Diagnosis;

/// <summary>With the real child process.</summary>
public sealed class DeviceSurveyTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("providers").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Ask_WithoutProviders_NamesTheProcessor()
    {
        var report = await DeviceSurvey.AskAsync(_folder, "auto", Stop);

        Assert.StartsWith("cpu: ONNX Runtime", report.Chosen, StringComparison.Ordinal);
        Assert.Empty(report.Problems);
    }

    [Fact]
    public async Task Ask_NamesALibraryThatCannotBeLoadedAndGoesOnWithTheProcessor()
    {
        File.WriteAllText(Path.Combine(_folder, "libonnxruntime_providers_cuda.so"), "no library");

        var report = await DeviceSurvey.AskAsync(_folder, "auto", Stop);

        Assert.StartsWith("cpu: ", report.Chosen, StringComparison.Ordinal);
        Assert.StartsWith("libonnxruntime_providers_cuda.so cannot be used: ", Assert.Single(report.Problems), StringComparison.Ordinal);
        Assert.Contains("cpu", report.Devices);
    }

    [Fact]
    public async Task Ask_ForADeviceThatIsNotThere_ChoosesNone()
    {
        var report = await DeviceSurvey.AskAsync(_folder, "cuda:7", Stop);

        Assert.Null(report.Chosen);
        Assert.Contains("cpu", report.Devices);
    }
}
