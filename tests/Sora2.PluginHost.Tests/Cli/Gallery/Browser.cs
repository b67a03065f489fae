using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace Sora2.PluginHost.Tests.Cli.Gallery;

/// <summary>A Chromium without a window that shows one page, spoken to by its DevTools protocol.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome"];

    // The machine may be busy with other things.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly DirectoryInfo _profile;
    private readonly bool _ownsProcess;
    private readonly ClientWebSocket _page = new();
    private string _address = "";
    private int _lastCall;

    private Browser(Process process, DirectoryInfo profile, bool ownsProcess = true) => (_process, _profile, _ownsProcess) = (process, profile, ownsProcess);

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
            await browser.LoadAsync(page, cancellationToken);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Another tab of the same browser, with the same cookies; it closes with the first one.</summary>
    public async Task<Browser> OpenTabAsync(string page, CancellationToken cancellationToken)
    {
        var tab = new Browser(_process, _profile, ownsProcess: false) { _address = _address };
        using var http = new HttpClient();
        using var answer = await http.PutAsync(new Uri($"http://{_address}/json/new?about:blank"), null, cancellationToken);
        var target = (await answer.Content.ReadFromJsonAsync<JsonObject>(cancellationToken))!;
        await tab._page.ConnectAsync(new Uri((string)target["webSocketDebuggerUrl"]!), cancellationToken);
        await tab.LoadAsync(page, cancellationToken);
        return tab;
    }

    /// <summary>Puts this tab before the others: those that are hidden draw nothing, so nothing can be waited for in them.</summary>
    public Task ShowAsync(CancellationToken cancellationToken) => CallAsync("Page.bringToFront", [], cancellationToken);

    /// <summary>Runs a script in every page from now on, before those of the page.</summary>
    public Task PrepareAsync(string script, CancellationToken cancellationToken) =>
        CallAsync("Page.addScriptToEvaluateOnNewDocument", new JsonObject { ["source"] = script }, cancellationToken);

    /// <summary>Types into what has the focus, as a keyboard does.</summary>
    public Task InsertAsync(string text, CancellationToken cancellationToken) => CallAsync("Input.insertText", new JsonObject { ["text"] = text }, cancellationToken);

    /// <summary>Presses Enter on what has the focus, as a keyboard does.</summary>
    public async Task PressEnterAsync(CancellationToken cancellationToken)
    {
        foreach (var type in (string[])["keyDown", "keyUp"])
        {
            await CallAsync("Input.dispatchKeyEvent", new JsonObject { ["type"] = type, ["key"] = "Enter", ["code"] = "Enter", ["text"] = "\r", ["windowsVirtualKeyCode"] = 13 }, cancellationToken);
        }
    }

    /// <summary>Drags files from outside onto what a selector finds, and lets go.</summary>
    public async Task DropAsync(string selector, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var place = (await RunAsync(
            $"(() => {{ const field = document.querySelector('{selector}'); field.scrollIntoView({{ block: 'center' }}); const box = field.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }})()",
            cancellationToken))!;
        foreach (var type in (string[])["dragEnter", "dragOver", "drop"])
        {
            var data = new JsonObject { ["items"] = new JsonArray(), ["files"] = new JsonArray([.. paths.Select(static path => JsonValue.Create(path))]), ["dragOperationsMask"] = 1 };
            await CallAsync(
                "Input.dispatchDragEvent", new JsonObject { ["type"] = type, ["x"] = (double)place[0]!, ["y"] = (double)place[1]!, ["data"] = data }, cancellationToken);
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
    /// <exception cref="TimeoutException">It does not hold within a minute.</exception>
    public async Task UntilAsync(string condition, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        try
        {
            await WaitAsync(condition, patience.Token);
        }
        catch (Exception error) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"This did not come to hold: {condition}", error);
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
        await ResizeAsync(width, height, cancellationToken);
        return Convert.FromBase64String((string)(await CallAsync("Page.captureScreenshot", [], cancellationToken))["data"]!);
    }

    /// <summary>Gives the page another size, in CSS pixels.</summary>
    public Task ResizeAsync(int width, int height, CancellationToken cancellationToken) => CallAsync(
        "Emulation.setDeviceMetricsOverride", new JsonObject { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false }, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _page.Dispose();
        if (!_ownsProcess)
        {
            return;
        }

        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _profile.Delete(recursive: true);
    }

    private async Task WaitAsync(string condition, CancellationToken cancellationToken)
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

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        const string Announcement = "DevTools listening on ";
        while (await _process.StandardError.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.StartsWith(Announcement, StringComparison.Ordinal))
            {
                // Read on, so that the pipe does not fill.
                _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
                _address = new Uri(line[Announcement.Length..]).Authority;
                using var http = new HttpClient();
                var targets = await http.GetFromJsonAsync<JsonArray>($"http://{_address}/json/list", cancellationToken);
                var page = targets!.First(static target => (string?)target!["type"] == "page");
                await _page.ConnectAsync(new Uri((string)page!["webSocketDebuggerUrl"]!), cancellationToken);
                return;
            }
        }

        throw new InvalidOperationException("The browser ended before it answered.");
    }

    private async Task LoadAsync(string page, CancellationToken cancellationToken)
    {
        await SendAsync("Page.enable", [], cancellationToken);
        await SendAsync("Page.navigate", new JsonObject { ["url"] = new Uri(page).AbsoluteUri }, cancellationToken);
        while ((string?)(await ReceiveAsync(cancellationToken))["method"] != "Page.loadEventFired")
        {
        }
    }

    private async Task<JsonNode> CallAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        await SendAsync(method, parameters, cancellationToken);
        while (true)
        {
            var answer = await ReceiveAsync(cancellationToken);
            if ((int?)answer["id"] == _lastCall)
            {
                return answer["result"] ?? throw new InvalidOperationException(answer.ToJsonString());
            }
        }
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
