using Grpc.Core;
using Sora2.LocalServer.Mailbox;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Settings;
using V1 = Sora2.Contracts.V1;

namespace Sora2.LocalServer.Rpc;

/// <summary>The settings' door.</summary>
internal sealed class SettingsService(SettingsFile settings) : V1.Settings.SettingsBase
{
    public override Task<V1.SettingsState> Get(V1.GetSettingsRequest request, ServerCallContext context) => Task.FromResult(State());

    public override Task<V1.SettingsState> Update(V1.UpdateSettingsRequest request, ServerCallContext context)
    {
        PrivateCalls.Require(context, "Settings are changed");
        var values = request.Values ?? new V1.SettingsValues();
        settings.Update(now => request.Fields.Aggregate(now, (before, field) => With(before, field, values)));
        return Task.FromResult(State());
    }

    private static ServerSettings With(ServerSettings settings, string field, V1.SettingsValues values) => field switch
    {
        "webhook_targets" => settings with { WebhookTargets = [.. values.WebhookTargets] },
        "model_idle_minutes" => settings with { ModelIdle = SettingsJson.Minutes(values.ModelIdleMinutes) },
        "device" => settings with { Device = values.Device },
        "disk_reserve_bytes" => settings with { DiskReserveBytes = values.DiskReserveBytes },
        "memory_limit_bytes" => settings with { MemoryLimitBytes = values.MemoryLimitBytes },
        "frames_bytes" => settings with { FramesBytes = values.FramesBytes },
        "proofs_bytes" => settings with { ProofsBytes = values.ProofsBytes },
        "mailbox" => settings with { Mailbox = values.Mailbox },
        "media_folders" => settings with { MediaFolders = [.. values.MediaFolders] },
        _ => throw new InvalidRequestException("fields", $"\"{field[..Math.Min(40, field.Length)]}\"", "names of fields of SettingsValues"),
    };

    private V1.SettingsState State()
    {
        var now = settings.Current;
        var state = new V1.SettingsState
        {
            Values = new V1.SettingsValues
            {
                WebhookTargets = { now.WebhookTargets },
                ModelIdleMinutes = now.ModelIdle.TotalMinutes,
                Device = now.Device,
                DiskReserveBytes = now.DiskReserveBytes,
                MemoryLimitBytes = now.MemoryLimitBytes,
                FramesBytes = now.FramesBytes,
                ProofsBytes = now.ProofsBytes,
                Mailbox = now.Mailbox,
                MediaFolders = { now.MediaFolders },
            },
            File = settings.FilePath,
            Problem = settings.Problem ?? "",
        };
        if (now.Mailbox != settings.AtStart.Mailbox)
        {
            state.NeedsRestart.Add("mailbox");
        }

        if (MailboxService.IsShutByEnvironment)
        {
            state.Notes.Add($"mailbox: {MailboxService.Variable}=off in the server's environment keeps it shut.");
        }

        return state;
    }
}
