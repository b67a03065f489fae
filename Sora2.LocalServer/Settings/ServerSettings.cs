using System.Text.RegularExpressions;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Settings;

/// <summary>What the owner of this server decides.</summary>
public sealed partial record ServerSettings
{
    private const int MostEntries = 100;
    private const int LongestEntry = 2048;
    private const long LeastReserve = 16L << 20;
    private const long MostBytes = 1L << 50;

    /// <summary>Addresses that webhooks may be sent to, with all below them.</summary>
    public IReadOnlyList<string> WebhookTargets { get; init; } = [];

    /// <summary>How long the model stays loaded without work, 0 to 24 hours. Default 5 minutes.</summary>
    public TimeSpan ModelIdle { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Most memory that the worker may plan with, bytes; 0, the default, is as much as the machine has free.</summary>
    public long MemoryLimitBytes { get; init; }

    /// <summary>What large models run on: "auto", the first GPU there is, else the processor; "cpu"; or a device such as "cuda:0". Default "auto".</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Bytes of the disk that must stay free beside what a job needs. Default 64 MiB.</summary>
    public long DiskReserveBytes { get; init; } = 64L << 20;

    /// <summary>Bytes that decoded pictures for players may take. Default 16 GiB.</summary>
    public long FramesBytes { get; init; } = 16L << 30;

    /// <summary>Bytes that the dashboard's proofs may take. Default 1 GiB.</summary>
    public long ProofsBytes { get; init; } = 1L << 30;

    /// <summary>Whether the mailbox is open. Default true.</summary>
    public bool Mailbox { get; init; } = true;

    /// <summary>Folders beside the user's own whose movies letters of the mailbox may name, absolute.</summary>
    public IReadOnlyList<string> MediaFolders { get; init; } = [];

    /// <summary>These settings, once all of them are seen to be possible.</summary>
    /// <exception cref="InvalidRequestException">Names the first that is not.</exception>
    public ServerSettings Checked()
    {
        CheckList("webhook_targets", WebhookTargets, IsTarget, "addresses http://HOST:PORT/PATH or https://…, without user, query and fragment");
        CheckList("media_folders", MediaFolders, static folder => Path.IsPathFullyQualified(folder) && !folder.Any(char.IsControl), "absolute paths of folders");
        if (!(ModelIdle >= TimeSpan.Zero && ModelIdle <= TimeSpan.FromDays(1)))
        {
            throw new InvalidRequestException("model_idle_minutes", FormattableString.Invariant($"{ModelIdle.TotalMinutes}"), "0 to 1440 minutes");
        }

        if (MemoryLimitBytes != 0)
        {
            CheckBytes("memory_limit_bytes", MemoryLimitBytes, GenerationRequest.LeastMemory);
        }

        if (!DeviceName().IsMatch(Device))
        {
            throw new InvalidRequestException("device", $"\"{Device[..Math.Min(40, Device.Length)]}\"", "auto, cpu, or the name of a device such as cuda:0");
        }

        CheckBytes("disk_reserve_bytes", DiskReserveBytes, LeastReserve);
        CheckBytes("frames_bytes", FramesBytes, 0);
        CheckBytes("proofs_bytes", ProofsBytes, 0);
        return this;
    }

    private static bool IsTarget(string text) => Uri.TryCreate(text, UriKind.Absolute, out var target)
        && target.Scheme is "http" or "https" && target is { UserInfo: "", Query: "", Fragment: "" } && target.Host.Length > 0;

    private static void CheckList(string name, IReadOnlyList<string> entries, Func<string, bool> holds, string allowed)
    {
        if (entries.Count > MostEntries)
        {
            throw new InvalidRequestException(name, $"{entries.Count} of them", $"at most {MostEntries}");
        }

        if (entries.FirstOrDefault(entry => entry.Length > LongestEntry || !holds(entry)) is { } wrong)
        {
            throw new InvalidRequestException(name, $"\"{wrong[..Math.Min(80, wrong.Length)]}\"", allowed);
        }
    }

    [GeneratedRegex("^[a-z0-9_]{1,32}(:[0-9]{1,2})?$")]
    private static partial Regex DeviceName();

    private static void CheckBytes(string name, long bytes, long least)
    {
        if (bytes < least || bytes > MostBytes)
        {
            throw new InvalidRequestException(name, FormattableString.Invariant($"{bytes}"), FormattableString.Invariant($"{least} to {MostBytes} bytes"));
        }
    }
}
