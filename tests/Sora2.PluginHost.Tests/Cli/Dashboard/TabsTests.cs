using System.Text.Json.Nodes;
using Xunit;
using static Sora2.PluginHost.Tests.Cli.Dashboard.DashboardWorld;

namespace Sora2.PluginHost.Tests.Cli.Dashboard;

/// <summary>Two tabs of one browser, and files that are dropped on the page.</summary>
public sealed class TabsTests : IDisposable
{
    private readonly DashboardWorld _world = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sora2-drop-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _world.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Shot_ThatOneTabMakesOrDeletes_ComesAndGoesInTheOther()
    {
        await using var first = await _world.OpenAsync();
        await first.UntilAsync("document.querySelector('.empty')", Cancellation);
        var address = (string)(await first.RunAsync("location.origin", Cancellation))! + "/dashboard/";
        await using var second = await first.OpenTabAsync(address + "make", Cancellation);
        await second.UntilAsync("document.querySelector('#prompt:not(fieldset:disabled *)')", Cancellation);
        await TypeAsync(second, "#prompt", "a red ball bounces");
        await TypeAsync(second, ".field input[type=number]", "0.5");
        await TypeAsync(second, ".field select", "1280x720");
        await ClickAsync(second, "button.main");
        await second.UntilAsync("document.querySelector('.job[data-state=Succeeded] a.mono')", Cancellation);

        await first.ShowAsync(Cancellation);
        await first.UntilAsync("document.querySelector('.card[data-shot]')", Cancellation);
        await ClickAsync(first, ".card[data-shot]");
        await first.UntilAsync(IsPlayable, Cancellation);
        var shot = (string)(await first.RunAsync("location.pathname.split('/').pop()", Cancellation))!;

        await second.ShowAsync(Cancellation);
        await GoAsync(second, $"shots/{shot}");
        await ClickAsync(second, "button.danger");
        await second.UntilAsync("document.activeElement.closest('[role=alertdialog]')", Cancellation);
        await second.RunAsync("document.activeElement.click()", Cancellation);
        await second.UntilAsync("document.querySelector('.empty')", Cancellation);

        await first.ShowAsync(Cancellation);
        await first.UntilAsync("document.querySelector('main h1').textContent === 'No such shot'", Cancellation);
        Assert.Contains($"{shot} is deleted.", (string?)await first.RunAsync("document.querySelector('main').textContent", Cancellation), StringComparison.Ordinal);
        Assert.True((bool)(await first.RunAsync("document.querySelector('.player') === null", Cancellation))!, "The player still stands there.");
    }

    [Fact]
    public async Task Pictures_AreDroppedAsFirstAndLastFrame()
    {
        await using var browser = await _world.OpenAsync();
        var (first, last, text) = (Path.Combine(_folder.FullName, "first.png"), Path.Combine(_folder.FullName, "last.png"), Path.Combine(_folder.FullName, "notes.png"));
        await File.WriteAllBytesAsync(first, await browser.PictureAsync(320, 180, Cancellation), Cancellation);
        await File.WriteAllBytesAsync(last, await browser.PictureAsync(640, 360, Cancellation), Cancellation);
        await File.WriteAllTextAsync(text, "no picture", Cancellation);
        await browser.ResizeAsync(1280, 720, Cancellation);
        await GoAsync(browser, "make");

        await DropAsync(browser, ".drops .drop:nth-child(1) input", text);
        await browser.UntilAsync("document.querySelector('.drops .fault').textContent.includes('bytes of an unknown kind')", Cancellation);
        await DropAsync(browser, ".drops .drop:nth-child(1) input", first);
        await browser.UntilAsync("document.querySelector('.drops .drop:nth-child(1) img').naturalWidth === 320 && !document.querySelector('.drops .fault')", Cancellation);
        await DropAsync(browser, ".drops .drop:nth-child(2) input", last);
        await browser.UntilAsync("document.querySelector('.drops .drop:nth-child(2) img').naturalWidth === 640", Cancellation);
        await KeepAsync(browser, "make");
        await KeepOnAPhoneAsync(browser, "make-phone");

        await TypeAsync(browser, "#prompt", "a red ball bounces");
        await TypeAsync(browser, ".field input[type=number]", "0.5");
        await TypeAsync(browser, ".field select", "1280x720");
        await ClickAsync(browser, "button.main");
        await browser.UntilAsync("document.querySelector('.job[data-state=Succeeded] a.mono')", Cancellation);
        var name = (string)(await browser.RunAsync("document.querySelector('.job a.mono').textContent", Cancellation))!;
        var recipe = JsonNode.Parse((string)(await browser.RunAsync($"fetch('content/shots/{name}/recipe').then((answer) => answer.text())", Cancellation))!)!;
        Assert.Equal(
            [("frame", false), ("frame", true)],
            recipe["request"]!["conditioning"]!.AsArray().Select(static piece => ((string)piece!["role"]!, (bool?)piece["lastFrame"] ?? false)));
    }
}
