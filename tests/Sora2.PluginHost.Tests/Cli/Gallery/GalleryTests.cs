using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Sora2.PluginHost.Cli;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli.Gallery;

/// <summary>The whole way with the embedded pack: samples, command, server, page, browser.</summary>
public sealed partial class GalleryTests : IDisposable
{
    private const string Short = "\n- seconds: 0.5\n- steps: 2\n- size: 320x180\n";
    private const string Hostile = "<script>window.hurt=1</script><img src=x onerror=\"window.hurt=1\"> a red ball & a cube";

    private readonly Sora2Command _sora2 = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sora2-gallery-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Page => Path.Combine(_folder.FullName, "out", "index.html");

    [Fact]
    public async Task Gallery_MakesAPageWhoseLinksResolve_AndMakesNothingTwice()
    {
        var file = await WriteAsync($"## Rain & <b>wood</b>\n{Hostile}{Short}- seed: 1\n## Second\na blue cube{Short}- seed: 2\n");

        var first = await RunAsync(file);
        var rerun = await RunAsync(file);
        var again = await RunAsync(file, "--again");

        Assert.True(first.ExitCode == ExitCode.Done, first.Error);
        Assert.Equal([false, false], Values<bool>(first, "found"));
        Assert.Equal([true, true], Values<bool>(rerun, "found"));
        Assert.Equal(Values<string>(first, "job"), Values<string>(rerun, "job"));
        Assert.Equal([false, false], Values<bool>(again, "found"));
        Assert.Empty(Values<string>(first, "job").Intersect(Values<string>(again, "job")));
        Assert.DoesNotContain(Hostile, first.Error, StringComparison.Ordinal);
        await AssertSelfContainedAsync();
    }

    [Fact]
    public async Task Gallery_SampleThatIsRefused_ShowsWhyBesideTheOthers()
    {
        var file = await WriteAsync($"## Too long\na red ball\n- seconds: 61\n## Fine\na red ball{Short}");

        var result = await RunAsync(file);

        Assert.Equal(ExitCode.InvalidInput, result.ExitCode);
        Assert.Equal(["refused", "succeeded"], Values<string>(result, "status"));
        var page = await File.ReadAllTextAsync(Page, Cancellation);
        Assert.Contains("Not made: refused.", page, StringComparison.Ordinal);
        Assert.Contains("seconds: got 61", page, StringComparison.Ordinal);
        Assert.Single(Videos().Matches(page));
    }

    [Fact]
    public async Task Gallery_PlaysInABrowser()
    {
        var program = Browser.Find();
        Assert.SkipWhen(program is null, "needs Chromium or Chrome on PATH");
        var result = await RunAsync(await WriteAsync($"## <i>Hostile</i>\n{Hostile}{Short}"));
        Assert.True(result.ExitCode == ExitCode.Done, result.Error);

        await using var browser = await Browser.OpenAsync(program!, Page, Cancellation);

        Assert.Equal(Hostile, (string?)await browser.RunAsync("document.querySelector('.prompt').textContent", Cancellation));
        Assert.Null(await browser.RunAsync("window.hurt", Cancellation));
        Assert.True((bool?)await browser.RunAsync("document.documentElement.classList.contains('live')", Cancellation), "The page's own script did not run.");
        Assert.Equal("block", (string?)await browser.RunAsync("getComputedStyle(document.querySelector('video')).display", Cancellation));
        Assert.True((double)(await PlayAsync(browser, "video", "video.play()"))! > 0);
        Assert.True((double)(await PlayAsync(browser, ".effects audio", "document.querySelector('.effects button').click()"))! > 0);
    }

    [Fact]
    public async Task Gallery_CancelsWhatIsNotFinishedOnCtrlC()
    {
        const string Long = "\n- steps: 100\n- size: 320x180\n";
        var file = await WriteAsync($"## A\na red ball{Long}## B\na blue ball{Long}");
        using var process = _sora2.Start("gallery", file, "--out", Path.GetDirectoryName(Page)!, "--json");
        while (await process.StandardError.ReadLineAsync(Cancellation) is { } line && !line.Contains("denoise", StringComparison.Ordinal))
        {
        }

        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(Cancellation);
        }

        await process.WaitForExitAsync(Cancellation);

        Assert.Equal(ExitCode.Interrupted, process.ExitCode);
        var jobs = (await _sora2.RunAsync(Cancellation, "queue", "--json")).Json["jobs"]!.AsArray().Select(job => (string)job!["job"]!).ToList();
        Assert.Equal(2, jobs.Count);
        foreach (var job in jobs)
        {
            Assert.Equal(ExitCode.JobCancelled, (await _sora2.RunAsync(Cancellation, "watch", job)).ExitCode);
        }
    }

    [Fact]
    public async Task Check_LeavesAPageOfAnotherOriginAlone()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Page)!);
        await File.WriteAllTextAsync(Page, "<h1>mine</h1>", Cancellation);

        var result = await RunAsync(await WriteAsync($"## A\na red ball{Short}"));

        Assert.Equal(ExitCode.InvalidInput, result.ExitCode);
        Assert.Equal("--out", (string?)result.Json["error"]!["field"]);
        Assert.Equal("<h1>mine</h1>", await File.ReadAllTextAsync(Page, Cancellation));
    }

    public void Dispose()
    {
        _sora2.Dispose();
        _folder.Delete(recursive: true);
    }

    private static T[] Values<T>(Sora2Command.Result result, string name) =>
        [.. result.Json["samples"]!.AsArray().Select(sample => sample![name]!.GetValue<T>())];

    // Until the medium's own clock runs, or it says why it cannot.
    private static Task<JsonNode?> PlayAsync(Browser browser, string medium, string start) => browser.RunAsync(
        $$"""
        new Promise((done, fail) => {
          const video = document.querySelector("{{medium}}");
          video.addEventListener("timeupdate", () => { if (video.currentTime > 0) done(video.currentTime); });
          video.addEventListener("error", () => fail(new Error(video.error.message)));
          {{start}};
        })
        """,
        Cancellation);

    private async Task AssertSelfContainedAsync()
    {
        var page = await File.ReadAllTextAsync(Page, Cancellation);
        Assert.DoesNotContain(_folder.FullName, page, StringComparison.Ordinal);
        Assert.DoesNotContain(_sora2.Home, page, StringComparison.Ordinal);
        Assert.Contains("<h2 dir=\"auto\">Rain &amp; &lt;b&gt;wood&lt;/b&gt;</h2>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;window.hurt=1", page, StringComparison.Ordinal);
        var links = Links().Matches(page).Select(static match => match.Groups[1].Value).ToList();
        Assert.True(links.Count >= 12, $"The page has only {links.Count} links.");
        Assert.All(links, link =>
        {
            Assert.StartsWith("shots/GALLERY_", link, StringComparison.Ordinal);
            Assert.True(new FileInfo(Path.Combine(Path.GetDirectoryName(Page)!, link)).Length > 0, link);
        });
    }

    private async Task<string> WriteAsync(string samples)
    {
        var file = Path.Combine(_folder.FullName, "samples.md");
        await File.WriteAllTextAsync(file, samples, Cancellation);
        return file;
    }

    private Task<Sora2Command.Result> RunAsync(string file, params string[] more) =>
        _sora2.RunAsync(Cancellation, ["gallery", file, "--out", Path.GetDirectoryName(Page)!, "--json", .. more]);

    [GeneratedRegex(" (?:src|href|poster)=\"([^\"]*)\"")]
    private static partial Regex Links();

    [GeneratedRegex("<video ")]
    private static partial Regex Videos();
}
