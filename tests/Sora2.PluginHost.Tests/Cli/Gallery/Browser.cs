using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace Sora2.PluginHost.Tests.Cli.Gallery;

/// <summary>A Chromium without a window that shows one page, spoken to by its DevTools protocol.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly Process _process;
    private readonly DirectoryInfo _profile;
    private readonly ClientWebSocket _page = new();
    private int _lastCall;

    private Browser(Process process, DirectoryInfo profile) => (_process, _profile) = (process, profile);

    /// <returns>Null when there is none on this machine.</returns>
    public static string? Find() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         from name in s_names
         let path = Path.Combine(folder, name)
         where File.Exists(path)
         select path).FirstOrDefault();

    /// <summary>Comes back when the page and all that it asks for is loaded.</summary>
    public static async Task<Browser> OpenAsync(string program, string page, CancellationToken cancellationToken)
    {
        var profile = Directory.CreateTempSubdirectory("sora2-browser-");

        // Its sandbox refuses root, who runs the tests in containers; the page is ours.
        var start = new ProcessStartInfo(
            program, ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", $"--user-data-dir={profile.FullName}", "about:blank"])
        {
            RedirectStandardError = true,
        };
        var browser = new Browser(Process.Start(start)!, profile);
        try
        {
            await browser.ConnectAsync(cancellationToken);
            await browser.SendAsync("Page.enable", [], cancellationToken);
            await browser.SendAsync("Page.navigate", new JsonObject { ["url"] = new Uri(page).AbsoluteUri }, cancellationToken);
            while ((string?)(await browser.ReceiveAsync(cancellationToken))["method"] != "Page.loadEventFired")
            {
            }

            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs JavaScript as if a person had clicked, and waits for its promise.</summary>
    public async Task<JsonNode?> RunAsync(string script, CancellationToken cancellationToken)
    {
        await SendAsync(
            "Runtime.evaluate",
            new JsonObject { ["expression"] = script, ["awaitPromise"] = true, ["returnByValue"] = true, ["userGesture"] = true },
            cancellationToken);
        while (true)
        {
            var answer = await ReceiveAsync(cancellationToken);
            // What ran in the page that was left may never answer.
            if ((string?)answer["method"] == "Page.frameNavigated" && answer["params"]?["frame"]?["parentId"] is null)
            {
                throw new PageLeftException("navigated");
            }

            if ((int?)answer["id"] == _lastCall)
            {
                if (answer["error"] is { } lost)
                {
                    throw new PageLeftException((string?)lost["message"]);
                }

                return answer["result"]?["exceptionDetails"] is { } fault
                    ? throw new InvalidOperationException(fault.ToJsonString())
                    : answer["result"]!["result"]!["value"];
            }
        }
    }

    /// <summary>Comes back once the condition holds, over as many pages as that takes.</summary>
    public async Task UntilAsync(string condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await RunAsync(
                    $"new Promise((held) => {{ const look = () => {{ let holds = false; try {{ holds = !!({condition}); }} catch {{ }} if (holds) held(true); else requestAnimationFrame(look); }}; look(); }})",
                    cancellationToken);
                return;
            }
            catch (PageLeftException)
            {
                // The next page may be it.
            }
        }
    }

    /// <summary>Goes to another page, or to the same one anew; what is there is for <see cref="UntilAsync"/> to wait for.</summary>
    public async Task GoAsync(string action, CancellationToken cancellationToken)
    {
        try
        {
            // The old page must not be mistaken for the new one.
            await RunAsync($"document.body.remove(); {action}; true", cancellationToken);
        }
        catch (PageLeftException)
        {
        }
    }

    /// <summary>What is seen, as PNG.</summary>
    public async Task<byte[]> PictureAsync(int width, int height, CancellationToken cancellationToken)
    {
        await SendAsync("Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false }, cancellationToken);
        await SendAsync("Page.captureScreenshot", [], cancellationToken);
        while (true)
        {
            var answer = await ReceiveAsync(cancellationToken);
            if ((int?)answer["id"] == _lastCall)
            {
                return Convert.FromBase64String((string)answer["result"]!["data"]!);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _page.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _profile.Delete(recursive: true);
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        const string Announcement = "DevTools listening on ";
        while (await _process.StandardError.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(Announcement, StringComparison.Ordinal))
            {
                // Read on, so that the pipe does not fill.
                _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
                using var http = new HttpClient();
                var targets = await http.GetFromJsonAsync<JsonArray>($"http://{new Uri(line[Announcement.Length..]).Authority}/json/list", cancellationToken);
                var page = targets!.First(static target => (string?)target!["type"] == "page");
                await _page.ConnectAsync(new Uri((string)page!["webSocketDebuggerUrl"]!), cancellationToken);
                return;
            }
        }

        throw new InvalidOperationException("The browser ended before it answered.");
    }

    private async Task SendAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        var call = new JsonObject { ["id"] = ++_lastCall, ["method"] = method, ["params"] = parameters };
        await _page.SendAsync(System.Text.Encoding.UTF8.GetBytes(call.ToJsonString()), WebSocketMessageType.Text, true, cancellationToken);
    }

    private async Task<JsonNode> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        var buffer = new byte[1 << 14];
        WebSocketReceiveResult piece;
        do
        {
            piece = await _page.ReceiveAsync(buffer, cancellationToken);
            message.Write(buffer, 0, piece.Count);
        }
        while (!piece.EndOfMessage);
        return JsonNode.Parse(message.ToArray())!;
    }
}
