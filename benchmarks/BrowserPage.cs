using System.Diagnostics;
using Sora2.PluginHost.Tests.Cli.Gallery;

namespace Sora2.Benchmarks;

/// <summary>A dashboard in a real browser.</summary>
internal static class BrowserPage
{
    private const int Tries = 5;

    public static bool IsThere => Browser.Find() is not null;

    /// <summary>From going to the page until it takes clicks: the median of some, in a browser that runs and has been let in.</summary>
    public static async Task<TimeSpan> OpenAsync(string link)
    {
        await using var browser = await Browser.OpenAsync(Browser.Find()!, link, CancellationToken.None);
        await browser.UntilAsync("location.pathname === '/dashboard/' && document.querySelector('main[data-live]')", CancellationToken.None);
        var times = new List<TimeSpan>();
        for (var tries = 0; tries < Tries; tries++)
        {
            var watch = Stopwatch.StartNew();
            await browser.GoAsync("location.assign('/dashboard/queue')", CancellationToken.None);
            await browser.UntilAsync("document.querySelector('main[data-live]')", CancellationToken.None);
            times.Add(watch.Elapsed);
        }

        return times.Order().ElementAt(Tries / 2);
    }
}
