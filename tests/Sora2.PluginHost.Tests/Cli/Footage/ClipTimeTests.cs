using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli;
using Sora2.PluginHost.Cli.Footage;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli.Footage;

public sealed class ClipTimeTests
{
    [Theory]
    [InlineData("1.5", "10:00:00:00", 25, 1, 1.5)]
    [InlineData("10:00:01:12", "10:00:00:00", 24, 1, 1.5)]
    [InlineData("00:00:01:12", "", 24, 1, 1.5)]
    [InlineData("01:01:00;02", "01:00:59;29", 30000, 1001, 0.0333667)]
    [InlineData("01:10:00;00", "01:09:59;29", 30000, 1001, 0.0333667)]
    [InlineData("01:00:10:00", "01:00:00:00", 24000, 1001, 10.01)]
    public void Parse_CountsFromTheClipsStart(string text, string start, int numerator, int denominator, double seconds) =>
        Assert.Equal(seconds, ClipTime.Parse("--from", text, Clip(start, numerator, denominator)), 6);

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("1,5")]
    [InlineData("10:00:01")]
    [InlineData("10:00:01:25")]
    [InlineData("09:59:59:24")]
    [InlineData("00:00:01:00")]
    public void Parse_WhatIsNoTimeOfTheClip_IsRefused(string text)
    {
        var error = Assert.Throws<CliException>(() => ClipTime.Parse("--from", text, Clip("10:00:00:00", 25, 1)));

        Assert.Equal("--from", error.Field);
        Assert.Contains("hh:mm:ss:ff", error.Allowed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2", 2)]
    [InlineData("00:00:02:06", 2.25)]
    public void ParseLength_ReadsSecondsAndTimecode(string text, double seconds) =>
        Assert.Equal(seconds, ClipTime.ParseLength("--seconds", text, new FrameRate { Numerator = 24, Denominator = 1 }));

    private static InspectResponse Clip(string start, int numerator, int denominator) => new()
    {
        Seconds = 20,
        FrameRate = new FrameRate { Numerator = numerator, Denominator = denominator },
        StartTimecode = start,
    };
}
