using Xunit;
using static Sora2.PluginHost.Tests.Cli.Dashboard.DashboardWorld;

namespace Sora2.PluginHost.Tests.Cli.Dashboard;

/// <summary>Players of the dashboard: several in step, their timecode, and without H.264.</summary>
public sealed class CompareTests : IDisposable
{
    private const string Frames = "player.videos.map((video) => Math.floor(video.currentTime * 30000 / 1001))";

    private readonly DashboardWorld _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Shots_ArePlayedSteppedAndHeardInStep()
    {
        await using var browser = await _world.OpenAsync();
        var variants = await _world.MakeAsync("a red ball bounces on a wooden floor, rain", "--seconds", "1.5", "--fps", "29.97", "--variants", "2");
        var longer = (await _world.MakeAsync("a blue ball, rain", "--seconds", "2", "--fps", "29.97"))[0];
        var other = (await _world.MakeAsync("a blue ball", "--seconds", "0.5", "--fps", "25"))[0];

        await GoAsync(browser, $"shots/{variants[0]}");
        await ClickAsync(browser, "main a[href^=compare]");
        await browser.UntilAsync(Pick(variants[0]) + ".getAttribute('aria-pressed') === 'true'", Cancellation);
        Assert.True((bool)(await browser.RunAsync($"{Pick(other)}.disabled && !{Pick(longer)}.disabled", Cancellation))!, "Another frame rate could be chosen.");
        await browser.RunAsync(Pick(variants[1]) + ".click()", Cancellation);
        await browser.UntilAsync("document.querySelectorAll('.cell').length === 2", Cancellation);
        await browser.RunAsync(Pick(longer) + ".click()", Cancellation);
        await browser.UntilAsync("document.querySelectorAll('.cell').length === 3 && " + IsPlayable, Cancellation);
        await KeepAsync(browser, "compare");
        await KeepOnAPhoneAsync(browser, "compare-phone");

        await browser.RunAsync("window.player = document.querySelector('.player').player; true", Cancellation);
        Assert.Equal(59, (int?)await browser.RunAsync("player.lastFrame", Cancellation));
        await PressAsync(browser, "ArrowRight");
        await PressAsync(browser, "ArrowRight");
        await browser.UntilAsync($"player.videos.every((video) => !video.seeking) && {Frames}.join() === '2,2,2'", Cancellation);

        // Beyond the end of the shorter ones these stay at their last frames.
        await PressAsync(browser, "End");
        await browser.UntilAsync($"player.videos.every((video) => !video.seeking) && {Frames}.join() === '44,44,59'", Cancellation);

        await PressAsync(browser, "Home");
        await PressAsync(browser, " ");
        await browser.UntilAsync("player.position() > 0.4 && player.videos.every((video) => Math.abs(video.currentTime - player.position()) < 0.2)", Cancellation);
        await browser.RunAsync("document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '3', code: 'Digit3', bubbles: true }))", Cancellation);
        await browser.UntilAsync("player.cells.map(({ sound }) => sound.gain.gain.value > 0.5).join() === 'false,false,true'", Cancellation);
        Assert.Equal("false,false,true", (string?)await browser.RunAsync("[...document.querySelectorAll('.hear')].map((button) => button.getAttribute('aria-pressed')).join()", Cancellation));
        await browser.UntilAsync("player.rate === 0 && player.frame === 59", Cancellation);

        // What is compared stands in the address.
        await browser.GoAsync("location.reload()", Cancellation);
        await browser.UntilAsync("document.querySelectorAll('.cell').length === 3", Cancellation);
    }

    [Fact]
    public async Task Timecode_IsTheShotsOwn_AndIsGoneTo()
    {
        await using var browser = await _world.OpenAsync();
        var shot = (await _world.MakeAsync("a red ball", "--seconds", "1.5", "--fps", "29.97", "--start-timecode", "00:00:59;20"))[0];
        await GoAsync(browser, $"shots/{shot}");
        await browser.UntilAsync(IsPlayable, Cancellation);
        await browser.RunAsync("window.player = document.querySelector('.player').player; window.field = player.timecodeField", Cancellation);
        Assert.Equal("00:00:59;20 00:00:59;29 00:01:00;02", (string?)await browser.RunAsync("[0, 9, 10].map((frame) => player.timecode.at(frame)).join(' ')", Cancellation));

        await PressAsync(browser, "t");
        await browser.UntilAsync("document.activeElement === field", Cancellation);
        await browser.InsertAsync("00:01:00;05", Cancellation);
        await browser.PressEnterAsync(Cancellation);
        await browser.UntilAsync("player.root.dataset.frame === '13' && !player.video.seeking && Math.floor(player.video.currentTime * 30000 / 1001) === 13 && document.activeElement !== field", Cancellation);
        Assert.Equal("frame 14 of 45", (string?)await browser.RunAsync("document.querySelector('.transport output').textContent", Cancellation));

        // Digits alone; then two that are none, which move nothing.
        foreach (var (typed, frame) in ((string, int)[])[("10010", 18), ("00:01:00;00", 18), ("1:00:00:00", 18)])
        {
            await PressAsync(browser, "t");
            await browser.InsertAsync(typed, Cancellation);
            await browser.PressEnterAsync(Cancellation);
            await browser.UntilAsync($"player.frame === {frame} && field.getAttribute('aria-invalid') === '{(typed == "10010" ? "false" : "true")}'", Cancellation);
            await browser.RunAsync("field.blur()", Cancellation);
        }

        Assert.Equal("00:01:00;10", (string?)await browser.RunAsync("field.value", Cancellation));
    }

    // Numbers of SMPTE ST 12-1, as Clips/TimecodeTests has them of the server.
    [Theory]
    [InlineData("00:00:00;00", 30000, 1001, 1799, "00:00:59;29")]
    [InlineData("00:00:00;00", 30000, 1001, 1800, "00:01:00;02")]
    [InlineData("00:00:00;00", 30000, 1001, 17982, "00:10:00;00")]
    [InlineData("00:00:00;00", 30000, 1001, 107892, "01:00:00;00")]
    [InlineData("00:00:00;00", 60000, 1001, 3600, "00:01:00;04")]
    [InlineData("00:00:00:00", 30000, 1001, 1800, "00:01:00:00")]
    [InlineData("23:59:59:23", 24000, 1001, 1, "00:00:00:00")]
    [InlineData("10:00:00:00", 25, 1, 26, "10:00:01:01")]
    public async Task Timecode_OfTheScript_CountsAsTheServerDoes(string start, int numerator, int denominator, int frame, string expected)
    {
        await using var browser = await _world.OpenAsync();
        var answer = (await browser.RunAsync(
            $"import('/dashboard/assets/timecode.js').then(({{ Timecode }}) => {{ const timecode = new Timecode('{start}', {numerator}, {denominator}); return [timecode.at({frame}), timecode.frameOf('{expected}')]; }})",
            Cancellation))!;

        Assert.Equal((expected, frame), ((string?)answer[0], (int?)answer[1]));
    }

    [Fact]
    public async Task BrowserWithoutH264_PlaysAnotherProof_MadeOnlyThen()
    {
        await using var browser = await _world.OpenAsync();
        var shot = (await _world.MakeAsync("a red ball", "--seconds", "1"))[0];
        await GoAsync(browser, $"shots/{shot}");
        await browser.UntilAsync(IsPlayable, Cancellation);
        Assert.Equal([$"{shot}.proof.mp4"], Proofs());

        await browser.PrepareAsync("const can = HTMLMediaElement.prototype.canPlayType; HTMLMediaElement.prototype.canPlayType = function (type) { return type.includes('avc1') ? '' : can.call(this, type); }", Cancellation);
        await browser.GoAsync("location.reload()", Cancellation);
        await browser.UntilAsync(IsPlayable, Cancellation);
        Assert.Equal([$"{shot}.proof.mp4", $"{shot}.proof.webm"], Proofs());
        await browser.RunAsync("window.player = document.querySelector('.player').player; true", Cancellation);
        Assert.Equal(23, (int?)await browser.RunAsync("player.lastFrame", Cancellation));
        await PressAsync(browser, "End");
        await browser.UntilAsync("player.video.currentSrc.endsWith('/open-proof') && !player.video.seeking && Math.floor(player.video.currentTime * 24) === 23", Cancellation);
    }

    private static string Pick(string shot) => $"document.querySelector('.pick[data-shot={shot}]')";

    private IEnumerable<string?> Proofs() => Directory.EnumerateFiles(Path.Combine(_world.Sora2.Home, "frames")).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
