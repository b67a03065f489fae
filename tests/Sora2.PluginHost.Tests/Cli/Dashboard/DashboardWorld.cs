using Sora2.PluginHost.Tests.Cli.Gallery;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli.Dashboard;

/// <summary>The dashboard in a real browser, with the real server and the embedded pack.</summary>
internal sealed class DashboardWorld : IDisposable
{
    public const string Live = "document.querySelector('main[data-live]')";

    public const string IsPlayable = "document.querySelector('.player').dataset.ready === 'picture' && document.querySelector('.player').dataset.sound === 'ready'";

    /// <summary>Width of a phone, in CSS pixels.</summary>
    public const int Phone = 390;

    public Sora2Command Sora2 { get; } = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Sora2.Dispose();

    /// <summary>A browser that was let in, on the page of all shots.</summary>
    public async Task<Browser> OpenAsync()
    {
        var program = Browser.Find();
        Assert.SkipWhen(program is null, "needs Chromium or Chrome on PATH");
        Assert.SkipUnless(EmbeddedPack.IsThere, "needs models/sora2-mini");
        var link = (string)(await Sora2.RunAsync(Cancellation, "open", "--print", "--json")).Json["link"]!;
        var browser = await Browser.OpenAsync(program!, link, Cancellation);
        await browser.UntilAsync("location.pathname === '/dashboard/' && " + Live, Cancellation);
        return browser;
    }

    /// <summary>Makes a small shot by the command.</summary>
    /// <returns>The names of its variants.</returns>
    public async Task<IReadOnlyList<string>> MakeAsync(string prompt, params string[] options)
    {
        var made = await Sora2.RunAsync(Cancellation, ["generate", prompt, "--size", "320x180", "--steps", "2", .. options, "--json"]);
        Assert.True(made.ExitCode == 0, made.Error);
        return [.. made.Json["shots"]!.AsArray().Select(static shot => (string)shot!["shot"]!)];
    }

    /// <summary>Goes to another page and waits until it is live.</summary>
    public static async Task GoAsync(Browser browser, string page)
    {
        await browser.GoAsync($"location.assign('/dashboard/{page}')", Cancellation);
        await browser.UntilAsync(Live, Cancellation);
    }

    /// <summary>Fills in a field, once it is there: what a page reads from disk comes a moment after the page is live.</summary>
    /// <param name="index">Which of those that the selector finds.</param>
    public static async Task TypeAsync(Browser browser, string field, string text, int index = 0)
    {
        await ReadyAsync(browser, field, index);
        await browser.RunAsync(
            $"(() => {{ const field = document.querySelectorAll('{field}')[{index}]; field.value = '{text}'; field.dispatchEvent(new Event('change', {{ bubbles: true }})); }})()", Cancellation);
    }

    /// <summary>Clicks what a selector finds, once it is there and can be clicked.</summary>
    /// <param name="index">Which of those that the selector finds.</param>
    public static async Task ClickAsync(Browser browser, string selector, int index = 0)
    {
        await ReadyAsync(browser, selector, index);
        await browser.RunAsync($"document.querySelectorAll('{selector}')[{index}].click()", Cancellation);
    }

    /// <summary>Presses a key on the page.</summary>
    public static Task PressAsync(Browser browser, string key) => browser.RunAsync(
        $"document.body.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', bubbles: true, cancelable: true }}))", Cancellation);

    /// <summary>Drops files onto a field that takes them, once it listens: that is a moment after the page is live.</summary>
    public static async Task DropAsync(Browser browser, string input, params string[] paths)
    {
        await browser.UntilAsync($"document.querySelector('{input}')._blazorInputFileNextFileId !== undefined", Cancellation);
        await browser.DropAsync(input, paths, Cancellation);
    }

    /// <summary>Keeps a picture of the page to be looked at, on a desk's or a phone's screen, on which nothing may stick out.</summary>
    public static async Task KeepAsync(Browser browser, string name, int width = 1280, int height = 720)
    {
        // tests/output is not kept in the repository.
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sora2Plugin.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        var output = Directory.CreateDirectory(Path.Combine(folder, "tests", "output", "dashboard")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(output, $"{name}.png"), await browser.PictureAsync(width, height, Cancellation), Cancellation);
        Assert.InRange((int)(await browser.RunAsync("document.documentElement.scrollWidth", Cancellation))!, 0, width);
    }

    /// <summary>The same on a phone's screen, and back.</summary>
    public static async Task KeepOnAPhoneAsync(Browser browser, string name)
    {
        await KeepAsync(browser, name, Phone, 844);
        await browser.ResizeAsync(1280, 720, Cancellation);
    }

    private static Task ReadyAsync(Browser browser, string selector, int index) =>
        browser.UntilAsync($"document.querySelectorAll('{selector}')[{index}].matches(':not(:disabled)') && {Live}", Cancellation);
}
