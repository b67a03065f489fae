using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sora2.PluginHost.Abi.Structures;
using Sora2.PluginHost.Sessions;
using Sora2.PluginHost.Sessions.Footage;

namespace Sora2.PluginHost.Abi;

/// <summary>Sessions and clips of plugin_host.h. An export only converts; nothing is thrown across.</summary>
internal static unsafe class SessionExports
{
    [UnmanagedCallersOnly(EntryPoint = "sora2_session_open", CallConvs = [typeof(CallConvCdecl)])]
    public static Status Open(NativeClient* client, ulong* session)
    {
        try
        {
            Require(session, "session");
            *session = 0;
            var given = SizedStructure.Read(client, sizeof(NativeClient), "client");
            if (given.MayStartServer is not (0 or 1))
            {
                throw new ArgumentException($"client.may_start_server: got {given.MayStartServer}; allowed: 0 or 1.");
            }

            var name = NativeText.Read(given.Name, "client.name");
            *session = Handles.Table.Add(new PluginSession(given.MayStartServer == 1, name, TimeProvider.System), owner: null);
            return Status.Ok;
        }
        catch (Exception error)
        {
            return LastError.Set(error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "sora2_session_state", CallConvs = [typeof(CallConvCdecl)])]
    public static Status State(ulong session, NativeSessionState* state)
    {
        try
        {
            var report = Handles.Table.Get<PluginSession>(session, "session").Report;
            var answer = new NativeSessionState { Server = (int)report.Condition };
            NativeText.Write(report.Message, answer.Message, NativeSessionState.MessageBytes);
            SizedStructure.Write(state, sizeof(NativeSessionState), "state", answer);
            return Status.Ok;
        }
        catch (Exception error)
        {
            return LastError.Set(error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "sora2_session_prepare", CallConvs = [typeof(CallConvCdecl)])]
    public static Status Prepare(ulong session)
    {
        try
        {
            _ = Handles.Table.Get<PluginSession>(session, "session").Prepare();
            return Status.Ok;
        }
        catch (Exception error)
        {
            return LastError.Set(error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "sora2_session_open_dashboard", CallConvs = [typeof(CallConvCdecl)])]
    public static Status OpenDashboard(ulong session)
    {
        try
        {
            _ = Handles.Table.Get<PluginSession>(session, "session").OpenDashboard();
            return Status.Ok;
        }
        catch (Exception error)
        {
            return LastError.Set(error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "sora2_session_close", CallConvs = [typeof(CallConvCdecl)])]
    public static Status Close(ulong session)
    {
        try
        {
            var closed = Handles.Table.Remove<PluginSession>(session, "session");
            foreach (var clip in Handles.Table.RemoveOwned(closed).OfType<HostClip>())
            {
                clip.Release();
            }

            closed.Dispose();
            return Status.Ok;
        }
        catch (Exception error)
        {
            return LastError.Set(error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "sora2_clip_create", CallConvs = [typeof(CallConvCdecl)])]
    public static Status CreateClip(ulong session, NativeClipFormat* format, ulong* clip)
    {
        try
        {
            Require(clip, "clip");
            *clip = 0;
            var owner = Handles.Table.Get<PluginSession>(session, "session");
            *clip = Handles.Table.Add(owner.NewClip(NativeClipFormat.Read(format)), owner);
            return Status.Ok;
        }
        catch (Exception error)
        {
            return LastError.Set(error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "sora2_clip_add_frame", CallConvs = [typeof(CallConvCdecl)])]
    public static Status AddFrame(ulong clip, NativeImage* image)
    {
        try
        {
            Handles.Table.Get<HostClip>(clip, "clip").Add(NativeImage.Read(image));
            return Status.Ok;
        }
        catch (Exception error)
        {
            return LastError.Set(error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "sora2_clip_release", CallConvs = [typeof(CallConvCdecl)])]
    public static Status ReleaseClip(ulong clip)
    {
        try
        {
            Handles.Table.Remove<HostClip>(clip, "clip").Release();
            return Status.Ok;
        }
        catch (Exception error)
        {
            return LastError.Set(error);
        }
    }

    /// <exception cref="ArgumentException">Null.</exception>
    internal static void Require(ulong* handle, string name)
    {
        if (handle is null)
        {
            throw new ArgumentException($"{name}: got null; allowed: where the handle goes.");
        }
    }
}
