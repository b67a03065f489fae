using Sora2.LocalServer.Clips;
using Xunit;

namespace Sora2.LocalServer.Tests.Clips;

public sealed class TimecodeTests
{
    private static readonly FrameRate s_film = new(24000, 1001);
    private static readonly FrameRate s_ntsc = new(30000, 1001);
    private static readonly FrameRate s_ntscDouble = new(60000, 1001);

    [Theory]
    [InlineData("00:00:59;29", 1799)]
    [InlineData("00:01:00;02", 1800)]      // 00 and 01 are left out
    [InlineData("00:09:59;29", 17981)]
    [InlineData("00:10:00;00", 17982)]     // but not in a tenth minute
    [InlineData("01:00:00;00", 107892)]
    [InlineData("23:59:59;29", 2589407)]
    public void Parse_CountsDropFrame(string text, long frame)
    {
        var timecode = Timecode.Parse(text, s_ntsc);

        Assert.Equal(frame, timecode.FrameNumber);
        Assert.Equal(text, timecode.ToString());
    }

    [Theory]
    [InlineData("00:01:00;04", 3600)]
    [InlineData("01:00:00;00", 215784)]
    public void Parse_DropsFourAMinuteAt5994(string text, long frame) =>
        Assert.Equal(frame, Timecode.Parse(text, s_ntscDouble).FrameNumber);

    [Theory]
    [InlineData(30000, 2589408)]
    [InlineData(60000, 5178816)]
    public void Add_ShowsEveryFrameOfADayOnceAndReadsItBack(int numerator, int framesADay)
    {
        var rate = new FrameRate(numerator, 1001);
        var timecode = Timecode.Parse("00:00:00;00", rate);
        for (var frame = 0; frame < framesADay; frame += 7)
        {
            var there = timecode.Add(frame);
            if (Timecode.Parse(there.ToString(), rate).FrameNumber != frame)
            {
                Assert.Fail($"Frame {frame} shows as {there} and reads back as another.");
            }
        }

        Assert.Equal("00:00:00;00", timecode.Add(framesADay).ToString());
        Assert.Equal(framesADay - 1, timecode.Add(-1).FrameNumber);
    }

    [Theory]
    [InlineData("24000/1001", "01:00:00;00")]
    [InlineData("25", "01:00:00;00")]
    [InlineData("30", "01:00:00;00")]
    [InlineData("30000/1001", "00:01:00;00")]
    [InlineData("30000/1001", "00:01:00;01")]
    [InlineData("60000/1001", "00:59:00;03")]
    [InlineData("30000/1001", "00:01;00;02")]
    [InlineData("24", "01:00:00:24")]
    [InlineData("24", "24:00:00:00")]
    [InlineData("24", "00:60:00:00")]
    [InlineData("24", "00:00:60:00")]
    [InlineData("24", "-1:00:00:00")]
    [InlineData("24", "01:00:00")]
    [InlineData("24", "01:00:00:00:00")]
    [InlineData("24", "01:00:00.00")]
    [InlineData("24", "a1:00:00:00")]
    [InlineData("24", "01:00:00:")]
    [InlineData("24", "")]
    [InlineData("24", null)]
    public void TryParse_RefusesWhatIsNoTimecodeAndSaysWhatIsAllowed(string rate, string? text)
    {
        Assert.True(FrameRate.TryParse(rate, out var frameRate));

        Assert.False(Timecode.TryParse(text, frameRate, out _, out var problem));

        Assert.NotEmpty(problem);
    }

    [Fact]
    public void TryParse_TakesTheFirstTwoNumbersInATenthMinuteAndWithColons()
    {
        Assert.True(Timecode.TryParse("00:10:00;00", s_ntsc, out _, out _));
        Assert.True(Timecode.TryParse("00:01:00:00", s_ntsc, out var nonDrop, out _));
        Assert.False(nonDrop.DropFrame);
        Assert.Equal(1800, nonDrop.FrameNumber);
    }

    // 01:00:00:00 at 23.976 is 3603.6 s of real time.
    [Theory]
    [InlineData("24000/1001", "01:00:00:00", 172_972_800)]
    [InlineData("24", "01:00:00:00", 172_800_000)]
    [InlineData("25", "10:00:00:00", 1_728_000_000)]
    [InlineData("30000/1001", "01:00:00;00", 172_799_827)]
    [InlineData("30000/1001", "01:00:00:00", 172_972_800)]
    [InlineData("60000/1001", "00:00:00:01", 801)]
    [InlineData("50", "23:59:59:49", 4_147_199_040)]
    public void SamplesSinceMidnight_CountsRealTime(string rate, string text, long samples)
    {
        Assert.True(FrameRate.TryParse(rate, out var frameRate));

        Assert.Equal(samples, Timecode.Parse(text, frameRate).SamplesSinceMidnight(48000));
    }

    [Fact]
    public void ToString_HasNoSemicolonWithoutDropFrame() => Assert.Equal("01:00:00:23", Timecode.Parse("1:0:0:23", s_film).ToString());
}
