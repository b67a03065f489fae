using Sora2.PluginHost.Cli;
using Xunit;
using static Sora2.PluginHost.Tests.Cli.Dashboard.DashboardWorld;

namespace Sora2.PluginHost.Tests.Cli.Dashboard;

/// <summary>The dashboard in a real browser, with the real server and the embedded pack.</summary>
public sealed class DashboardTests : IDisposable
{
    private const string RunningJob = "document.querySelector('.job[data-state=Running]')";

    private readonly DashboardWorld _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Shot_IsMadePlayedMutedAndDeleted()
    {
        await using var browser = await _world.OpenAsync();
        await browser.UntilAsync("document.querySelector('.empty')", Cancellation);
        Assert.Equal("/dashboard/", (string?)await browser.RunAsync("location.href.slice(location.origin.length)", Cancellation));
        Assert.Equal("", (string?)await browser.RunAsync("document.cookie", Cancellation));

        await ClickAsync(browser, ".rail a[href=make]");
        await browser.UntilAsync("document.querySelector('#prompt:not(fieldset:disabled *)')", Cancellation);
        await TypeAsync(browser, "#prompt", "a red ball bounces on a wooden floor, rain, piano music");
        await TypeAsync(browser, ".field input[type=number]", "2");
        await TypeAsync(browser, ".field select", "1280x720");
        await ClickAsync(browser, "button.main");

        await browser.UntilAsync("location.pathname.endsWith('/queue') && document.querySelector('.job')", Cancellation);
        await browser.UntilAsync(RunningJob + ".querySelector('progress').value > 0", Cancellation);
        await browser.UntilAsync(RunningJob + ".querySelector('img.still').naturalWidth > 0", Cancellation);
        await KeepAsync(browser, "queue");
        await browser.UntilAsync("document.querySelector('.job[data-state=Succeeded] a.mono')", Cancellation);
        await ClickAsync(browser, ".job a.mono");

        await browser.UntilAsync(IsPlayable, Cancellation);
        await KeepAsync(browser, "shot");
        await KeepOnAPhoneAsync(browser, "shot-phone");
        Assert.Equal(3, (int?)await browser.RunAsync("document.querySelector('.player').player.stems.filter((stem) => stem.sound.buffer.duration > 1.9).length", Cancellation));
        await browser.RunAsync("window.player = document.querySelector('.player').player; window.seen = new Set(); player.video.requestVideoFrameCallback(function next(now, { mediaTime }) { seen.add(mediaTime); player.video.requestVideoFrameCallback(next); })", Cancellation);
        await PressAsync(browser, " ");
        await browser.UntilAsync("seen.size > 5 && player.stems.some((stem) => player.peak(stem) > 0.001)", Cancellation);
        Assert.True((double)(await browser.RunAsync("Math.abs(player.video.currentTime - player.position())", Cancellation))! < 0.2, "Picture and sound are apart.");

        await browser.RunAsync("window.music = player.stems.find((stem) => stem.strip.dataset.stem === 'music'); music.mute.click()", Cancellation);
        Assert.Equal("true", (string?)await browser.RunAsync("music.mute.getAttribute('aria-pressed')", Cancellation));
        await browser.UntilAsync("player.peak(music) < 0.00001", Cancellation);
        await PressAsync(browser, "k");
        await PressAsync(browser, "Home");
        await PressAsync(browser, "ArrowRight");
        await browser.UntilAsync("document.querySelector('.player').dataset.frame === '1' && !player.video.seeking && Math.floor(player.video.currentTime * 24) === 1", Cancellation);

        await ClickAsync(browser, "button.danger");
        await browser.UntilAsync("document.activeElement.closest('[role=alertdialog]')", Cancellation);
        await browser.RunAsync("document.activeElement.click()", Cancellation);
        await browser.UntilAsync("location.pathname === '/dashboard/' && document.querySelector('.empty')", Cancellation);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_world.Sora2.Home, "library"), "*", SearchOption.AllDirectories));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_world.Sora2.Home, "frames")));
    }

    [Fact]
    public async Task Job_OutlivesAReloadAndTheServerAndIsCancelledAndTriedAgain()
    {
        await using var browser = await _world.OpenAsync();
        using var maker = _world.Sora2.Start("generate", "a blue ball rolls over sand, wind", "--seconds", "8", "--size", "320x180", "--steps", "200");
        await browser.GoAsync("location.assign('/dashboard/queue')", Cancellation);
        await browser.UntilAsync(RunningJob + ".querySelector('progress').value > 0", Cancellation);
        var job = (string?)await browser.RunAsync(RunningJob + ".dataset.job", Cancellation);

        await browser.GoAsync("location.reload()", Cancellation);
        await browser.UntilAsync($"{RunningJob}.dataset.job === '{job}' && {RunningJob}.querySelector('progress').value > 0", Cancellation);

        await browser.UntilAsync(Live, Cancellation);

        // The server falls; the page waits for the next one, which makes the job go on, and comes back without another link.
        await browser.RunAsync("window.isOld = true", Cancellation);
        _world.Sora2.KillServer();
        await _world.Sora2.RunAsync(Cancellation, "queue", "--json");
        await browser.UntilAsync($"!window.isOld && {RunningJob}.dataset.job === '{job}' && {RunningJob}.querySelector('progress').value > 0", Cancellation);

        await browser.UntilAsync(Live, Cancellation);
        await ClickAsync(browser, "button.cancel");
        await browser.UntilAsync($"document.querySelector('.job[data-job=\"{job}\"]').dataset.state === 'Cancelled'", Cancellation);
        await maker.WaitForExitAsync(Cancellation);
        Assert.Equal(ExitCode.JobCancelled, maker.ExitCode);

        await ClickAsync(browser, "button.retry");
        await browser.UntilAsync($"{RunningJob} && {RunningJob}.dataset.job !== '{job}'", Cancellation);
        await ClickAsync(browser, "button.cancel");
        await browser.UntilAsync("document.querySelectorAll('.job[data-state=Cancelled]').length === 2", Cancellation);
    }
}
