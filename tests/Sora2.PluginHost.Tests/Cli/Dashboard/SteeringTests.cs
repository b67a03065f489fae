using Sora2.PluginHost.Cli;
using Sora2.PluginHost.Tests.Cli.Gallery;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli.Dashboard;

/// <summary>What is steered from the dashboard and from the command, with the real server and the embedded pack.</summary>
public sealed class SteeringTests : IDisposable
{
    private readonly DashboardWorld _world = new();

    private Sora2Command Sora2 => _world.Sora2;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task Queue_IsOrderedInThePageAndByTheCommandAndOutlivesTheServer()
    {
        await using var browser = await _world.OpenAsync();
        using var running = Sora2.Start("generate", "a blue ball rolls over sand", "--seconds", "8", "--size", "320x180", "--steps", "200");
        await browser.GoAsync("location.assign('/dashboard/queue')", Cancellation);
        await browser.UntilAsync("document.querySelector('.job[data-state=Running]')", Cancellation);
        using var one = Sora2.Start("generate", "one red ball", "--seconds", "1", "--size", "320x180");
        await browser.UntilAsync("document.querySelectorAll('.job[data-state=Queued]').length === 1", Cancellation);
        using var two = Sora2.Start("generate", "two red balls", "--seconds", "1", "--size", "320x180");
        await browser.UntilAsync("document.querySelectorAll('.job[data-state=Queued]').length === 2", Cancellation);
        using var three = Sora2.Start("generate", "three red balls", "--seconds", "1", "--size", "320x180");
        await browser.UntilAsync("document.querySelectorAll('.job[data-state=Queued]').length === 3", Cancellation);
        await browser.UntilAsync(DashboardWorld.Live, Cancellation);

        // With a button: the last one becomes the next, keeps the focus and says so.
        await ClickAsync(browser, "three red balls", ".first");
        await browser.UntilAsync($"{Prompts} === 'three red balls|one red ball|two red balls'", Cancellation);
        await browser.UntilAsync("document.activeElement.matches('.first') && document.activeElement.closest('.job').innerText.includes('three red balls')", Cancellation);
        Assert.Equal("It is the next now.", (string?)await browser.RunAsync("document.querySelector('[role=status]').textContent", Cancellation));
        await browser.UntilAsync("document.querySelector('.job[data-state=Running] img.still').naturalWidth > 0", Cancellation);
        await DashboardWorld.KeepAsync(browser, "queue-order");

        // With the keyboard.
        await browser.RunAsync("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', altKey: true, bubbles: true }))", Cancellation);
        await browser.UntilAsync($"{Prompts} === 'one red ball|three red balls|two red balls'", Cancellation);
        Assert.Equal("Place 2 of 3 in the queue", (string?)await browser.RunAsync("document.activeElement.closest('[role=group]').getAttribute('aria-label')", Cancellation));

        // By the command; the server falls right after it has answered.
        var jobs = await WaitingAsync();
        var moved = await Sora2.RunAsync(Cancellation, "queue", "move", jobs[2].Id, "--before", jobs[1].Id, "--json");
        Sora2.KillServer();
        Assert.Equal((ExitCode.Done, 2), (moved.ExitCode, (int)moved.Json["place"]!));
        Assert.Equal(["one red ball", "two red balls", "three red balls"], (await WaitingAsync()).Select(static job => job.Prompt));

        // The one that was interrupted goes on, and has no place any more.
        var begun = (await Sora2.RunAsync(Cancellation, "queue", "--json")).Json["jobs"]!.AsArray().Single(static job => (string)job!["prompt"]! == "a blue ball rolls over sand")!;
        await browser.UntilAsync("document.querySelector('.job[data-state=Running]')", Cancellation);
        var refused = await Sora2.RunAsync(Cancellation, "queue", "move", (string)begun["job"]!, "--last", "--json");
        Assert.Equal((ExitCode.NotReady, "job_state"), (refused.ExitCode, (string)refused.Json["error"]!["code"]!));
        Assert.Equal(ExitCode.InvalidInput, (await Sora2.RunAsync(Cancellation, "queue", "move", jobs[0].Id, "--first", "--last", "--json")).ExitCode);
        foreach (var process in (System.Diagnostics.Process[])[running, one, two, three])
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task Title_IsGivenInPlaceAndFoundByTheCommandAndTheSearch()
    {
        await using var browser = await _world.OpenAsync();
        var made = await Sora2.RunAsync(Cancellation, "generate", "a red ball", "--seconds", "0.5", "--size", "320x180", "--draft", "--json");
        var name = (string)made.Json["shot"]!;
        await browser.GoAsync($"location.assign('/dashboard/shots/{name}')", Cancellation);
        await browser.UntilAsync(DashboardWorld.Live + " && document.querySelector('.rename')", Cancellation);

        await DashboardWorld.ClickAsync(browser, ".rename");
        await browser.UntilAsync("document.activeElement.id === 'title'", Cancellation);
        await TypeAsync(browser, "Nothing of this");
        await browser.RunAsync("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))", Cancellation);
        await browser.UntilAsync($"document.activeElement.matches('.rename') && document.querySelector('h1').textContent === '{name}'", Cancellation);

        await browser.RunAsync("document.activeElement.click()", Cancellation);
        await browser.UntilAsync("document.activeElement.id === 'title'", Cancellation);
        await TypeAsync(browser, "The ball, cafe\u0301");
        await browser.RunAsync("document.activeElement.form.requestSubmit()", Cancellation);
        await browser.UntilAsync("document.querySelector('h1').textContent === 'The ball, caf\u00e9' && document.activeElement.matches('.rename')", Cancellation);
        await DashboardWorld.KeepAsync(browser, "title");

        // The server falls; the title stays.
        Sora2.KillServer();
        var shots = (await Sora2.RunAsync(Cancellation, "shots", "--json")).Json["shots"]!.AsArray();
        Assert.Equal((name, "The ball, caf\u00e9"), ((string)shots[0]!["shot"]!, (string)shots[0]!["title"]!));

        await browser.GoAsync("location.assign('/dashboard/queue')", Cancellation);
        await browser.UntilAsync($"document.querySelector('.job p a[href=\"shots/{name}\"]:not(.mono)').textContent === 'The ball, caf\u00e9'", Cancellation);

        await browser.GoAsync("location.assign('/dashboard/')", Cancellation);
        await browser.UntilAsync(DashboardWorld.Live + " && document.querySelector('.card .title').textContent === 'The ball, caf\u00e9'", Cancellation);
        await browser.RunAsync("(() => { const find = document.querySelector('#find'); find.value = 'CAFE\u0301 nothing'; find.dispatchEvent(new Event('input', { bubbles: true })); })()", Cancellation);
        await browser.UntilAsync("document.querySelector('.empty')", Cancellation);
        await browser.RunAsync("(() => { const find = document.querySelector('#find'); find.value = 'cafe\u0301'; find.dispatchEvent(new Event('input', { bubbles: true })); })()", Cancellation);
        await browser.UntilAsync("document.querySelectorAll('.card').length === 1", Cancellation);

        // The page that is open follows.
        var cleared = await Sora2.RunAsync(Cancellation, "title", name, "--clear", "--json");
        await browser.UntilAsync("document.querySelectorAll('.empty').length === 1", Cancellation);
        Assert.Equal((ExitCode.Done, null), (cleared.ExitCode, (string?)cleared.Json["title"]));
        Assert.Equal(ExitCode.InvalidInput, (await Sora2.RunAsync(Cancellation, "title", name, "two\nlines", "--json")).ExitCode);
        Assert.Equal(ExitCode.NotFound, (await Sora2.RunAsync(Cancellation, "title", "SORA2_SH9990_v001", "a title", "--json")).ExitCode);
    }

    [Fact]
    public async Task Settings_AreChangedInThePageAndByTheCommand()
    {
        await using var browser = await _world.OpenAsync();
        await browser.GoAsync("location.assign('/dashboard/settings')", Cancellation);
        await browser.UntilAsync(DashboardWorld.Live + " && document.querySelector('#webhook_targets')", Cancellation);
        var watched = Path.Combine(Sora2.Home, "bin");

        // One that cannot be: nothing is changed.
        await FillAsync(browser, "#frames_limit", "2");
        await FillAsync(browser, "#webhook_targets", "ftp://127.0.0.1/");
        await browser.RunAsync("document.querySelector('form.settings').requestSubmit()", Cancellation);
        await browser.UntilAsync("document.querySelector('form.settings .fault').textContent.includes('webhook_targets')", Cancellation);
        Assert.Equal(16L << 30, (long)(await SettingsAsync())["frames_bytes"]!);

        await FillAsync(browser, "#webhook_targets", "http://127.0.0.1:9000/hooks");
        await FillAsync(browser, "#model_idle_minutes", "0.5");
        await FillAsync(browser, "#memory_limit", "4");
        await DashboardWorld.ClickAsync(browser, "#mailbox");
        await browser.RunAsync("document.querySelector('form.settings').requestSubmit()", Cancellation);
        await browser.UntilAsync("document.querySelector('form.settings [role=status]').textContent.includes('next start')", Cancellation);
        await FillAsync(browser, "#delivery-project", "film");
        await FillAsync(browser, "#delivery-folder", watched);
        await browser.RunAsync("document.querySelector('#delivery-folder').form.requestSubmit()", Cancellation);
        await browser.UntilAsync("document.querySelector('tr[data-project=FILM]')", Cancellation);
        await DashboardWorld.KeepAsync(browser, "settings");

        var shown = (await Sora2.RunAsync(Cancellation, "settings", "--json")).Json;
        var settings = shown["settings"]!;
        Assert.Equal(4L << 30, (long)settings["memory_limit_bytes"]!);
        Assert.Equal((2L << 30, 0.5, false), ((long)settings["frames_bytes"]!, (double)settings["model_idle_minutes"]!, (bool)settings["mailbox"]!));
        Assert.Equal(("http://127.0.0.1:9000/hooks", "mailbox", watched), ((string)settings["webhook_targets"]![0]!, (string)shown["needs_restart"]![0]!, (string)shown["delivery_folders"]!["FILM"]!));

        var bad = await Sora2.RunAsync(Cancellation, "settings", "set", "frames-limit=1GiB", "media-folders=/nonexistent/folder", "--json");
        Assert.Equal((ExitCode.InvalidInput, "media_folders"), (bad.ExitCode, (string)bad.Json["error"]!["field"]!));
        var good = await Sora2.RunAsync(Cancellation, "settings", "set", "frames-limit=1GiB", "memory-limit=3GiB", $"media-folders={watched}", "webhook-targets=", "--json");
        Assert.Equal((1L << 30, 0), ((long)good.Json["settings"]!["frames_bytes"]!, good.Json["settings"]!["webhook_targets"]!.AsArray().Count));
        foreach (var wrong in (string[])["colour=red", "mailbox=maybe", "frames-limit=much", "frames-limit"])
        {
            Assert.Equal(ExitCode.InvalidInput, (await Sora2.RunAsync(Cancellation, "settings", "set", wrong, "--json")).ExitCode);
        }

        // After a restart the mailbox is shut, and the rest is as it was.
        Assert.True((bool)(await Sora2.RunAsync(Cancellation, "stop", "--json")).Json["stopped"]!);
        Assert.False((bool)(await Sora2.RunAsync(Cancellation, "stop", "--json")).Json["stopped"]!);
        shown = (await Sora2.RunAsync(Cancellation, "settings", "--json")).Json;
        Assert.Empty(shown["needs_restart"]!.AsArray());
        Assert.Equal(watched, (string)shown["settings"]!["media_folders"]![0]!);
        Assert.Equal(1L << 30, (long)shown["settings"]!["frames_bytes"]!);

        async Task<System.Text.Json.Nodes.JsonNode> SettingsAsync() => (await Sora2.RunAsync(Cancellation, "settings", "--json")).Json["settings"]!;
    }

    [Fact]
    public async Task Pack_IsAddedInThePageRunsAndIsTakenOffTheList()
    {
        await using var browser = await _world.OpenAsync();
        var downloads = Directory.CreateTempSubdirectory("sora2-packs-").FullName;
        try
        {
            var pack = EmbeddedPack.CopyTo(downloads);
            var manifest = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(pack, "pack.json"), Cancellation))!;
            manifest["name"] = "mine";
            await File.WriteAllTextAsync(Path.Combine(pack, "pack.json"), manifest.ToJsonString(), Cancellation);
            await browser.GoAsync("location.assign('/dashboard/models')", Cancellation);
            await browser.UntilAsync(DashboardWorld.Live + " && document.querySelector('#pack-folder')", Cancellation);

            await LookAsync("/nonexistent/folder");
            await browser.UntilAsync("document.querySelector('.fault').textContent.includes('no such folder')", Cancellation);
            await LookAsync(pack);
            await browser.UntilAsync("document.querySelector('.licence').textContent.includes('Apache License') && document.querySelector('#add-pack').disabled", Cancellation);
            await DashboardWorld.ClickAsync(browser, "#accept");
            await browser.UntilAsync("!document.querySelector('#add-pack').disabled", Cancellation);
            await browser.RunAsync("document.querySelector('#add-pack').scrollIntoView()", Cancellation);
            await DashboardWorld.KeepAsync(browser, "pack-licence");
            await DashboardWorld.ClickAsync(browser, "#add-pack");
            await browser.UntilAsync("document.querySelector('article[data-pack=mine]')", Cancellation);

            // It makes shots, until one of its files changes; what was accepted is not asked again.
            Assert.Equal(ExitCode.Done, (await Sora2.RunAsync(Cancellation, "generate", "a red ball", "--seconds", "0.5", "--size", "320x180", "--draft", "--model", "mine", "--json")).ExitCode);
            Assert.Equal(ExitCode.Done, (await Sora2.RunAsync(Cancellation, "models", "verify", "mine", "--json")).ExitCode);
            var file = Path.Combine(pack, "README.md");
            await File.WriteAllTextAsync(file, new string('x', (int)new FileInfo(file).Length), Cancellation);
            var changed = await Sora2.RunAsync(Cancellation, "generate", "a red ball", "--seconds", "0.5", "--size", "320x180", "--draft", "--model", "mine", "--json");
            Assert.Equal((ExitCode.NotReady, "pack"), (changed.ExitCode, (string)changed.Json["error"]!["code"]!));
            await DashboardWorld.ClickAsync(browser, "article[data-pack=mine] button");
            await browser.UntilAsync("document.querySelector('article[data-pack=mine] .fault').textContent.includes('README.md is damaged')", Cancellation);
            await DashboardWorld.KeepAsync(browser, "pack-damaged");

            await DashboardWorld.ClickAsync(browser, "article[data-pack=mine] .remove");
            await browser.UntilAsync("!document.querySelector('article[data-pack=mine]')", Cancellation);
            Assert.True(File.Exists(Path.Combine(pack, "denoiser.safetensors")));
            File.Copy(Path.Combine(EmbeddedPack.Folder, "README.md"), file, overwrite: true);
            Assert.Equal(ExitCode.Done, (await Sora2.RunAsync(Cancellation, "models", "add", pack, "--json")).ExitCode);
            Assert.Equal(pack, (string)(await Sora2.RunAsync(Cancellation, "models", "remove", "mine", "--json")).Json["folder"]!);
            Assert.Equal(ExitCode.NotReady, (await Sora2.RunAsync(Cancellation, "models", "info", "mine", "--json")).ExitCode);
        }
        finally
        {
            Directory.Delete(downloads, recursive: true);
        }

        async Task LookAsync(string folder)
        {
            await FillAsync(browser, "#pack-folder", folder);
            await browser.RunAsync("document.querySelector('#pack-folder').form.requestSubmit()", Cancellation);
        }
    }

    [Fact]
    public async Task MakeAgain_ShowsHowTheShotWasMadeAndTakesAnotherChoice()
    {
        await using var browser = await _world.OpenAsync();
        var made = await Sora2.RunAsync(Cancellation, "generate", "a red ball", "--seconds", "0.5", "--size", "320x180", "--draft", "--json");

        await browser.GoAsync($"location.assign('/dashboard/make?from={(string)made.Json["shot"]!}')", Cancellation);
        await browser.UntilAsync($"{DashboardWorld.Live} && {Chosen("Quality")} === 'draft, quicker' && {Chosen("Made larger by")} === 'scaling'", Cancellation);

        await ChooseAsync("Quality", "False");
        await ChooseAsync("Made larger by", "True");
        await browser.UntilAsync($"{Chosen("Quality")} === 'final' && {Chosen("Made larger by")} === 'ESRGAN, slower'", Cancellation);
        await DashboardWorld.KeepAsync(browser, "make-again");

        static string Select(string label) => $"[...document.querySelectorAll('.field')].find((field) => field.querySelector('span')?.textContent === '{label}')?.querySelector('select')";

        static string Chosen(string label) => $"{Select(label)}?.selectedOptions[0]?.textContent";

        Task ChooseAsync(string label, string value) => browser.RunAsync(
            $"(() => {{ const field = {Select(label)}; field.value = '{value}'; field.dispatchEvent(new Event('change', {{ bubbles: true }})); }})()", Cancellation);
    }

    private static Task FillAsync(Browser browser, string field, string text) => browser.RunAsync(
        $"(() => {{ const field = document.querySelector('{field}'); field.value = '{text}'; field.dispatchEvent(new Event('change', {{ bubbles: true }})); }})()", Cancellation);

    private const string Prompts = "[...document.querySelectorAll('.job[data-state=Queued] .clamp')].map((prompt) => prompt.textContent).join('|')";

    private static Task ClickAsync(Browser browser, string prompt, string button) => browser.RunAsync(
        $"[...document.querySelectorAll('.job')].find((job) => job.innerText.includes('{prompt}')).querySelector('{button}').click()", Cancellation);

    private static Task TypeAsync(Browser browser, string text) => browser.RunAsync(
        $"document.activeElement.value = '{text}'; document.activeElement.dispatchEvent(new Event('input', {{ bubbles: true }}))", Cancellation);

    private async Task<List<(string Id, string Prompt)>> WaitingAsync() =>
        [.. (await Sora2.RunAsync(Cancellation, "queue", "--waiting", "--json")).Json["jobs"]!.AsArray().Select(static job => ((string)job!["job"]!, (string)job["prompt"]!))];
}
