using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli;
using Sora2.PluginHost.Cli.Generate;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli;

public sealed class RequestBuilderTests
{
    [Fact]
    public void New_DrawsASeed() => Assert.NotEqual(RequestBuilder.New().Seed, RequestBuilder.New().Seed);

    [Fact]
    public void Apply_LeavesWhatWasNotTyped()
    {
        var request = new GenerationRequest { Prompt = "a ball", Seed = 7, Seconds = 2, Codec = PictureCodec.H264 };

        RequestBuilder.Apply(new GenerateArguments { Steps = 10 }, request);

        Assert.Equal(("a ball", 7L, 2d, PictureCodec.H264, 10), (request.Prompt, request.Seed, request.Seconds, request.Codec, request.StepCount));
    }

    [Fact]
    public void Apply_SilencesARecipeWithStems()
    {
        var request = new GenerationRequest { Stems = { StemKind.Effects } };

        RequestBuilder.Apply(new GenerateArguments { NoAudio = true }, request);

        Assert.True(request.Silent);
        Assert.Empty(request.Stems);
    }

    [Fact]
    public void Apply_TakesTheStemsThatWereTyped()
    {
        var request = new GenerationRequest { Silent = true };

        RequestBuilder.Apply(new GenerateArguments { Stems = "effects, Music" }, request);

        Assert.False(request.Silent);
        Assert.Equal([StemKind.Effects, StemKind.Music], request.Stems);
    }

    [Theory]
    [InlineData("foley", false)]
    [InlineData("", false)]
    [InlineData("music", true)]
    public void Apply_StemsThatAreNone_AreRefused(string stems, bool silent) => Assert.Equal(
        "--stems",
        Assert.Throws<CliException>(() => RequestBuilder.Apply(new GenerateArguments { Stems = stems, NoAudio = silent }, RequestBuilder.New())).Field);

    [Theory]
    [InlineData("12GB", 12_000_000_000)]
    [InlineData("4 GiB", 4L << 30)]
    [InlineData("1.5gib", 3L << 29)]
    [InlineData("600MB", 600_000_000)]
    [InlineData("1073741824", 1L << 30)]
    public void Apply_ReadsMemory(string typed, long bytes)
    {
        var request = RequestBuilder.New();

        RequestBuilder.Apply(new GenerateArguments { Memory = typed }, request);

        Assert.Equal(bytes, request.MemoryBytes);
    }

    [Theory]
    [InlineData("much")]
    [InlineData("12TB")]
    [InlineData("")]
    public void Apply_MemoryThatIsNone_IsRefused(string typed) => Assert.Equal(
        "--memory", Assert.Throws<CliException>(() => RequestBuilder.Apply(new GenerateArguments { Memory = typed }, RequestBuilder.New())).Field);

    [Fact]
    public void Apply_ReadsSizeRateAndCodec()
    {
        var request = RequestBuilder.New();

        RequestBuilder.Apply(new GenerateArguments { Size = "1280x720", FrameRate = "23.976", Codec = "dnxhr-hqx", Fit = "crop" }, request);

        Assert.Equal((1280, 720, FitPolicy.Crop), (request.Sequence.Width, request.Sequence.Height, request.Sequence.Fit));
        Assert.Equal(24000, request.Sequence.FrameRate.Numerator);
        Assert.Equal(PictureCodec.DnxhrHqx, request.Codec);
    }
}
