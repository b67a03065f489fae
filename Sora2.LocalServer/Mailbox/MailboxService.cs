using System.Collections.Concurrent;
using System.Runtime.Versioning;
using Sora2.LocalServer.Mailbox.Answers;
using Sora2.LocalServer.Mailbox.Letters;
using Sora2.LocalServer.Settings;

namespace Sora2.LocalServer.Mailbox;

/// <summary>Looks for letters while the server runs, and has the jobs of open answers followed.</summary>
internal sealed class MailboxService(
    MailboxFolder folder, AnswerBook book, LetterDesk desk, JobFollower follower, SettingsFile settings, TimeProvider time, ILogger<MailboxService> log)
    : BackgroundService
{
    /// <summary>"off" keeps the door shut.</summary>
    public const string Variable = "SORA2_MAILBOX";

    /// <summary>Whether the environment keeps it shut, whatever the settings say.</summary>
    public static bool IsShutByEnvironment => Environment.GetEnvironmentVariable(Variable) is "off";

    // The system tells of new files, though not on every file system; Fusion's preferences lie where it may tell of a lot.
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_lookAtPrefs = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_tidy = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim _news = new(0, 1);
    private readonly Lock _wake = new();
    private readonly ConcurrentDictionary<string, string> _said = [];
    private readonly Dictionary<string, Task> _reading = [];
    private readonly List<Task> _following = [];
    private FusionPrefs[] _prefs = [];
    private DateTime _settingsRead;
    private MailboxSettings _settings = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (OperatingSystem.IsWindows() || IsShutByEnvironment || !settings.AtStart.Mailbox)
        {
            return;
        }

        // The start of the server does not wait for what follows.
        await Task.Yield();
        try
        {
            while (!TryOpen())
            {
                await Task.Delay(s_look, time, stoppingToken);
            }

            log.MailboxOpen(folder.In, _prefs.Length);
            foreach (var answer in book.Open().Where(static answer => answer is { IsFinal: false, Job: not null }))
            {
                Follow(answer, stoppingToken);
            }

            using var watcher = Watch();
            await RunAsync(stoppingToken);
        }
        catch (RefusedFileException refused)
        {
            log.MailboxShut(refused.Message);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Letters stay where they are.
        }

        await Task.WhenAll(_reading.Values);
        await Task.WhenAll(_following);
    }

    // A full disk must not shut the door for good.
    [UnsupportedOSPlatform("windows")]
    private bool TryOpen()
    {
        try
        {
            folder.Prepare(time.GetUtcNow());
            book.Load();
            ReadSettings();
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            SayOnce(folder.In, () => log.MailboxShut(error.Message), error.Message);
            return false;
        }
    }

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        var tidied = time.GetTimestamp();
        while (true)
        {
            // Whatever happens here, the server goes on: a door must not take the house down.
            await GuardAsync(folder.In, () => LookAsync(stoppingToken), stoppingToken);
            Sweep();
            if (time.GetElapsedTime(tidied) > s_tidy)
            {
                tidied = time.GetTimestamp();
                await GuardAsync(folder.Out, TidyAsync, stoppingToken);
            }

            await _news.WaitAsync(_prefs.Length > 0 ? s_lookAtPrefs : s_look, stoppingToken);
        }
    }

    private Task TidyAsync()
    {
        book.Tidy();
        return Task.CompletedTask;
    }

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        ReadSettings();
        foreach (var name in folder.Letters())
        {
            await GuardAsync(name, () => TakeAsync(name, stoppingToken), stoppingToken);
        }

        foreach (var prefs in _prefs)
        {
            foreach (var letter in LettersIn(prefs))
            {
                await GuardAsync(prefs.Path, () => TakeAsync(letter, stoppingToken), stoppingToken);
            }
        }
    }

    private async Task TakeAsync(string name, CancellationToken stoppingToken)
    {
        try
        {
            var letter = LetterText.Read(folder.ReadLetter(name), name, time.GetUtcNow());
            await CarryOutAsync(letter, () => folder.RemoveLetter(name), stoppingToken);
            return;
        }
        catch (FileNotFoundException)
        {
            return;
        }
        catch (RefusedFileException refused)
        {
            desk.Refuse(name, "letter", refused.Given, refused.Allowed);
        }
        catch (BadLetterException bad)
        {
            desk.Refuse(name, bad.Field, bad.Given, bad.Allowed);
        }

        folder.RemoveLetter(name);
    }

    // A slot is the client's to empty, so an old letter is met again and again.
    private async Task TakeAsync(byte[] content, CancellationToken stoppingToken)
    {
        try
        {
            await CarryOutAsync(LetterText.Read(content, null, time.GetUtcNow()), static () => { }, stoppingToken);
        }
        catch (BadLetterException bad)
        {
            SayOnce("prefs letter", () => log.LetterRefused("in Fusion's preferences", bad.Message), bad.Message);
        }
    }

    // Clips take their time to be copied, and other letters do not wait for them.
    private async Task CarryOutAsync(Letter letter, Action done, CancellationToken stoppingToken)
    {
        if (_reading.TryGetValue(letter.Name, out var reading) && !reading.IsCompleted)
        {
            return;
        }

        if (letter.Clips.Count == 0)
        {
            Follow(await desk.HandleAsync(letter, MediaFolders(), stoppingToken), stoppingToken);
            done();
            return;
        }

        var media = MediaFolders();
        _reading[letter.Name] = GuardAsync(
            letter.Name,
            async () =>
            {
                // Begins on another thread: what looks for letters goes on at once.
                var answer = await Task.Run(() => desk.HandleAsync(letter, media, stoppingToken), stoppingToken);
                Follow(answer, stoppingToken);
                done();
            },
            stoppingToken);
    }

    // A letter that cannot be carried out now must stop neither the others nor the server.
    private async Task GuardAsync(string name, Func<Task> take, CancellationToken stoppingToken)
    {
        try
        {
            await take();
            _said.TryRemove(name, out _);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The letter stays for the next start.
        }
        catch (Exception error)
        {
            SayOnce(name, () => log.LetterWaits(name, error), error.Message);
        }
    }

    private IReadOnlyList<byte[]> LettersIn(FusionPrefs prefs)
    {
        try
        {
            return prefs.ReadNew(time.GetUtcNow());
        }
        catch (Exception error) when (error is RefusedFileException or IOException or UnauthorizedAccessException)
        {
            SayOnce(prefs.Path, () => log.PrefsRefused(error.Message), error.Message);
            return [];
        }
    }

    private IReadOnlyList<string> MediaFolders() => [.. _settings.MediaFolders ?? [], .. settings.Current.MediaFolders];

    private void ReadSettings()
    {
        var written = File.GetLastWriteTimeUtc(folder.Settings);
        if (written == _settingsRead)
        {
            return;
        }

        _settingsRead = written;
        try
        {
            _settings = MailboxSettings.Read(folder.Settings);
            _prefs = [.. (_settings.FusionPrefs ?? []).Select(static path => new FusionPrefs(path))];
        }
        catch (Exception error) when (error is RefusedFileException or IOException or UnauthorizedAccessException)
        {
            log.PrefsRefused(error.Message);
        }
    }

    private void Follow(Answer? answer, CancellationToken stoppingToken)
    {
        if (answer is not null)
        {
            var task = follower.FollowAsync(answer, stoppingToken);
            lock (_following)
            {
                _following.Add(task);
            }
        }
    }

    private void Sweep()
    {
        lock (_following)
        {
            _following.RemoveAll(static task => task.IsCompleted);
        }

        foreach (var (name, _) in _reading.Where(static reading => reading.Value.IsCompleted).ToList())
        {
            _reading.Remove(name);
        }
    }

    // Null where the system has no watches left: then the clock alone looks.
    private FileSystemWatcher? Watch()
    {
        try
        {
            var watcher = new FileSystemWatcher(folder.In, "*.json") { NotifyFilter = NotifyFilters.FileName };
            watcher.Created += (_, _) => Wake();
            watcher.Renamed += (_, _) => Wake();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private void Wake()
    {
        lock (_wake)
        {
            if (_news.CurrentCount == 0)
            {
                _news.Release();
            }
        }
    }

    private void SayOnce(string about, Action say, string words)
    {
        if (_said.GetValueOrDefault(about) != words)
        {
            _said[about] = words;
            say();
        }
    }
}
