using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli;
using Sora2.PluginHost.Cli.Gallery;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli.Gallery;

public sealed class SampleFileTests
{
    [Fact]
    public void Parse_ReadsTitlePromptAndOptions()
    {
        var samples = SampleFile.Parse(
            """
            # For people
            - not an option

            ## Été
            Une balle rouge
            rebondit.

            - seed: 7
            - seconds: 1.5
            - size: 320x180
            - fps: 23.976
            - negative: rain: much of it
            - draft: true
            ## Second
            A ball
            """,
            "test.md");

        Assert.Equal(["Été", "Second"], samples.Select(static sample => sample.Title));
        var request = samples[0].Request;
        Assert.Equal("Une balle rouge rebondit.", request.Prompt);
        Assert.Equal((7, 1.5, true), (request.Seed, request.Seconds, request.Draft));
        Assert.Equal((320, 180), (request.Sequence.Width, request.Sequence.Height));
        Assert.Equal(new FrameRate { Numerator = 24000, Denominator = 1001 }, request.Sequence.FrameRate);
        Assert.Equal("rain: much of it", request.NegativePrompt);
        Assert.Equal(PictureCodec.H264, request.Codec);
        Assert.Equal(("A ball", 0L, false), (samples[1].Request.Prompt, samples[1].Request.Seed, samples[1].Request.HasSeconds));
    }

    [Theory]
    [InlineData("## A\nball\n- sed: 1", "line 3", "sed")]
    [InlineData("## A\nball\n- seed: -1", "line 3", "-1")]
    [InlineData("## A\nball\n- seconds: NaN", "line 3", "NaN")]
    [InlineData("## A\nball\n- draft: perhaps", "line 3", "perhaps")]
    [InlineData("\n## A\nball\n- size: wide", "line 2", "wide")]
    [InlineData("## A\n- seed: 1", "line 1", "prompt")]
    [InlineData("## A\n## B\nball", "line 1", "prompt")]
    public void Parse_SaysWhichLineCannotBeTaken(string text, string line, string given)
    {
        var error = Assert.Throws<CliException>(() => SampleFile.Parse(text, "test.md"));

        Assert.Equal(ExitCode.InvalidInput, error.ExitCode);
        Assert.StartsWith($"test.md, {line}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(given, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_RefusesAFileWithoutSamples() =>
        Assert.Contains("0 samples in test.md", Assert.Throws<CliException>(() => SampleFile.Parse("a ball", "test.md")).Message, StringComparison.Ordinal);

    [Fact]
    public void ReadOwn_IsTwelveSamplesWithChosenSeeds()
    {
        var samples = SampleFile.ReadOwn();

        Assert.Equal(12, samples.Count);
        Assert.Equal(12, samples.Select(static sample => sample.Title).Distinct().Count());
        Assert.All(samples, static sample => Assert.True(sample.Request.Seed > 0));
    }
}
