using System.Text.Json.Nodes;
using Sora2.PluginHost.Tests.Cli.Gallery;
using Xunit;
using static Sora2.PluginHost.Tests.Cli.Dashboard.DashboardWorld;

namespace Sora2.PluginHost.Tests.Cli.Dashboard;

/// <summary>Storyboards on the dashboard, from the first word to the editor's folder.</summary>
public sealed class StoryboardTests : IDisposable
{
    private const string Words = ".shotrow textarea";
    private const string MakeButton = "form.board button.main";

    private readonly DashboardWorld _world = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sora2-board-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _world.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Storyboard_IsWrittenReorderedMadeAndDelivered()
    {
        await using var browser = await _world.OpenAsync();
        await ClickAsync(browser, ".rail a[href=storyboard]");
        await browser.UntilAsync($"document.querySelector('{Words}:not(fieldset:disabled *)')", Cancellation);
        await TypeAsync(browser, Words, "rain falls on a bench");
        await ClickAsync(browser, ".add");
        await browser.UntilAsync($"document.activeElement === document.querySelectorAll('{Words}')[1]", Cancellation);
        await TypeAsync(browser, Words, "a red ball bounces", 1);
        await ClickAsync(browser, ".add");
        await browser.UntilAsync($"document.activeElement === document.querySelectorAll('{Words}')[2]", Cancellation);
        await TypeAsync(browser, Words, "a blue cube on the table", 2);

        // By keyboard alone: the button goes with its shot, and what happened is said.
        await browser.RunAsync("document.querySelectorAll('.up')[2].focus()", Cancellation);
        await browser.PressEnterAsync(Cancellation);
        await browser.UntilAsync($"document.querySelectorAll('{Words}')[1].value === 'a blue cube on the table' && document.activeElement === document.querySelectorAll('.up')[1]", Cancellation);
        Assert.Equal("Shot 3 is now shot 2.", (string?)await browser.RunAsync("document.querySelector('[role=status].small').textContent", Cancellation));
        await ClickAsync(browser, ".remove", 1);
        await browser.UntilAsync($"document.querySelectorAll('{Words}').length === 2", Cancellation);

        await TypeAsync(browser, ".pair input", "in a park");
        await TypeAsync(browser, ".pair input", "at night", 1);
        foreach (var shot in (int[])[0, 1])
        {
            await TypeAsync(browser, ".shotrow input[type=number]", "0.5", shot);
        }

        await TypeAsync(browser, ".field select", "1280x720");
        await browser.UntilAsync("decodeURIComponent(document.querySelector('a[download]').href).includes('at night')", Cancellation);
        var saved = JsonNode.Parse((string)(await browser.RunAsync("decodeURIComponent(document.querySelector('a[download]').href.split(',').slice(1).join(','))", Cancellation))!)!;
        Assert.Equal(["rain falls on a bench", "a red ball bounces"], saved["shots"]!.AsArray().Select(static shot => (string?)shot!["prompt"]));
        await KeepAsync(browser, "storyboard");
        await KeepOnAPhoneAsync(browser, "storyboard-phone");

        // What is written outlives a reload.
        await browser.UntilAsync("sessionStorage.getItem('storyboard').includes('at night')", Cancellation);
        await browser.GoAsync("location.reload()", Cancellation);
        await browser.UntilAsync($"document.querySelectorAll('{Words}')[1].value === 'a red ball bounces' && {Live}", Cancellation);
        await TypeAsync(browser, ".field select", "1280x720");
        await ClickAsync(browser, MakeButton);

        await browser.UntilAsync("location.pathname.includes('/storyboards/') && document.querySelectorAll('.job').length === 2", Cancellation);
        await browser.UntilAsync("document.querySelector('.deliver')", Cancellation);
        Assert.Equal("All 2 shots are made.", (string?)await browser.RunAsync("document.querySelector('main [role=status]').textContent", Cancellation));
        Assert.Equal(
            ["rain falls on a bench, in a park, at night", "a red ball bounces, in a park, at night"],
            (await browser.RunAsync("[...document.querySelectorAll('.job .clamp')].map((words) => words.textContent)", Cancellation))!.AsArray().Select(static words => (string?)words));
        await KeepAsync(browser, "storyboard-made");
        await KeepOnAPhoneAsync(browser, "storyboard-made-phone");

        var files = (await browser.RunAsync("Promise.all([...document.querySelectorAll('.deliver .links a')].map(async (link) => (await (await fetch(link.href)).text()).includes('SORA2_SH020_v001')))", Cancellation))!.AsArray();
        Assert.Equal([true, true, true, true], files.Select(static file => (bool)file!));
        await TypeAsync(browser, ".deliver input", _folder.FullName);
        await ClickAsync(browser, ".deliver button");
        await browser.UntilAsync("document.querySelector('.deliver [role=status]')", Cancellation);
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "SORA2_BOARD_v001", "SORA2_BOARD_v001.fcpxml")));
        await ClickAsync(browser, ".job a.mono");
        await browser.UntilAsync("location.pathname.endsWith('/shots/SORA2_SH010_v001')", Cancellation);
    }

    [Fact]
    public async Task File_IsOpenedWithItsCast_AndMadeAsOnePiece()
    {
        var (file, picture) = (Path.Combine(_folder.FullName, "walk.json"), Path.Combine(_folder.FullName, "maya.png"));
        await File.WriteAllTextAsync(file, """{ "cast": {"MAYA": "maya.png"}, "light": "at night", "shots": [{"prompt": "MAYA walks", "seconds": 0.5}, {"prompt": "it rains", "seconds": 1}] }""", Cancellation);
        await using var browser = await _world.OpenAsync();
        await File.WriteAllBytesAsync(picture, await browser.PictureAsync(320, 180, Cancellation), Cancellation);
        await browser.ResizeAsync(1280, 720, Cancellation);
        await GoAsync(browser, "storyboard");

        await DropAsync(browser, ".filed input", file, picture);

        await browser.UntilAsync("document.querySelector('.cast .drop img').naturalWidth === 320", Cancellation);
        Assert.Equal(["MAYA walks", "it rains"], await WordsAsync(browser));
        await ClickAsync(browser, "[type=radio]", 1);
        await browser.UntilAsync($"document.querySelector('{MakeButton}').textContent === 'Make the piece'", Cancellation);
        await TypeAsync(browser, ".field select", "1280x720");
        await ClickAsync(browser, MakeButton);
        await browser.UntilAsync("document.querySelector('.deliver') && document.querySelectorAll('.job').length === 1", Cancellation);
        var name = (string)(await browser.RunAsync("document.querySelector('.job a.mono').textContent", Cancellation))!;
        var recipe = JsonNode.Parse((string)(await browser.RunAsync($"fetch('content/shots/{name}/recipe').then((answer) => answer.text())", Cancellation))!)!["request"]!;
        Assert.Equal((2, 1.5, "MAYA"), (recipe["scenes"]!.AsArray().Count, (double)recipe["seconds"]!, (string?)recipe["conditioning"]![0]!["name"]));

        // Refused in words, with the form as it was.
        await GoAsync(browser, "storyboard");
        await TypeAsync(browser, ".shotrow textarea", " ");
        await ClickAsync(browser, MakeButton);
        await browser.UntilAsync("document.querySelector('[role=alert]').textContent.startsWith('shot 1: got no words')", Cancellation);
    }

    [Fact]
    public async Task Storyboard_OutlivesTheServer_AndIsCancelledAndTriedAgainInItsPlace()
    {
        await using var browser = await _world.OpenAsync();
        await GoAsync(browser, "storyboard");
        await ClickAsync(browser, ".add");
        await browser.UntilAsync($"document.activeElement === document.querySelectorAll('{Words}')[1]", Cancellation);
        foreach (var shot in (int[])[0, 1])
        {
            await TypeAsync(browser, Words, "a blue ball rolls over sand, wind", shot);
            await TypeAsync(browser, ".shotrow input[type=number]", "8", shot);
        }

        await ClickAsync(browser, MakeButton);
        await browser.UntilAsync("location.pathname.includes('/storyboards/') && document.querySelector('.job[data-state=Running] progress').value > 0", Cancellation);
        var jobs = await JobsAsync(browser);

        await browser.RunAsync("window.isOld = true", Cancellation);
        _world.Sora2.KillServer();
        await _world.Sora2.RunAsync(Cancellation, "queue", "--json");
        await browser.UntilAsync($"!window.isOld && document.querySelector('.job[data-state=Running]') && {Live}", Cancellation);
        Assert.Equal(jobs, await JobsAsync(browser));

        await ClickAsync(browser, ".cancelall");
        await browser.UntilAsync("document.querySelectorAll('.job[data-state=Cancelled]').length === 2", Cancellation);
        await ClickAsync(browser, ".retry", 1);
        await browser.UntilAsync("document.querySelectorAll('.job')[1].dataset.state === 'Running'", Cancellation);
        var again = await JobsAsync(browser);
        Assert.Equal((jobs[0], true), (again[0], again[1] != jobs[1]));
        await ClickAsync(browser, ".cancelall");
        await browser.UntilAsync("document.querySelectorAll('.job[data-state=Cancelled]').length === 2", Cancellation);
    }

    private static async Task<string?[]> JobsAsync(Browser browser) =>
        [.. (await browser.RunAsync("[...document.querySelectorAll('.job')].map((job) => job.dataset.job)", Cancellation))!.AsArray().Select(static job => (string?)job)];

    private static async Task<string?[]> WordsAsync(Browser browser) =>
        [.. (await browser.RunAsync($"[...document.querySelectorAll('{Words}')].map((field) => field.value)", Cancellation))!.AsArray().Select(static words => (string?)words)];
}
