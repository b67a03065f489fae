using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Sora2.PluginHost.Abi.Structures;
using Sora2.PluginHost.Sessions;

namespace Sora2.PluginHost.Abi;

/// <summary>Jobs of plugin_host.h. An export only converts; nothing is thrown across.</summary>
internal static unsafe class JobExports
{
    [UnmanagedCallersOnly(EntryPoint = "sora2_job_submit", CallConvs = [typeof(CallConvCdecl)])]
    public static Status Submit(ulong session, NativeWish* wish, ulong* job)
    {
        try
        {
            SessionExports.Require(job, "job");
            *job = 0;
            var owner = Handles.Table.Get<PluginSession>(session, "session");
            *job = Hold(owner, owner.Submit(NativeWish.Read(wish)));
            return Status.Ok;
        }
        catch (Exception error)
        {
            return LastError.Set(error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "sora2_job_attach", CallConvs = [typeof(CallConvCdecl)])]
    public static Status Attach(ulong session, byte* ticket, ulong* job)
    {
        try
        {
            SessionExports.Require(job, "job");
            *job = 0;
            var owner = Handles.Table.Get<PluginSession>(session, "session");
            *job = Hold(owner, owner.Attach(Ticket.Parse(NativeText.Read(ticket, "ticket"))));
            return Status.Ok;
        }
        catch (Exception error)
        {
            return LastError.Set(error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "sora2_job_remake", CallConvs = [typeof(CallConvCdecl)])]
    public static Status Remake(ulong session, byte* recipe, ulong* job)
    {
        try
        {
            SessionExports.Require(job, "job");
            *job = 0;
            var owner = Handles.Table.Get<PluginSession>(session, "session");
            *job = Hold(owner, owner.Remake(NativeText.Read(recipe, "recipe", PluginSession.LongestRecipeBytes)));
            return Status.Ok;
        }
        catch (Exception error)
        {
            return LastError.Set(error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "sora2_job_state", CallConvs = [typeof(CallConvCdecl)])]
    public static Status State(ulong job, NativeJobState* state)
    {
        try
        {
            SizedStructure.Write(state, sizeof(NativeJobState), "state", NativeJobState.Of(Find(job).Snapshot));
            return Status.Ok;
        }
        catch (Exception error)
        {
            return LastError.Set(error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "sora2_job_recipe", CallConvs = [typeof(CallConvCdecl)])]
    public static Status Recipe(ulong job, byte* text, nuint capacity, nuint* needed)
    {
        try
        {
            NativeText.Give(Find(job).Snapshot.Recipe ?? throw NotPublished(), text, capacity, needed);
            return Status.Ok;
        }
        catch (Exception error)
        {
            return LastError.Set(error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "sora2_job_folder", CallConvs = [typeof(CallConvCdecl)])]
    public static Status Folder(ulong job, byte* path, nuint capacity, nuint* needed)
    {
        try
        {
            NativeText.Give(Find(job).Snapshot.Folder ?? throw NotPublished(), path, capacity, needed);
            return Status.Ok;
        }
        catch (Exception error)
        {
            return LastError.Set(error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "sora2_job_deliver", CallConvs = [typeof(CallConvCdecl)])]
    public static Status Deliver(ulong job, byte* folder)
    {
        try
        {
            Find(job).Deliver(NativeText.Read(folder, "folder"));
            return Status.Ok;
        }
        catch (Exception error)
        {
            return LastError.Set(error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "sora2_job_cancel", CallConvs = [typeof(CallConvCdecl)])]
    public static Status Cancel(ulong job)
    {
        try
        {
            Find(job).Cancel();
            return Status.Ok;
        }
        catch (Exception error)
        {
            return LastError.Set(error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "sora2_job_read", CallConvs = [typeof(CallConvCdecl)])]
    public static Status Read(ulong job, long frame, NativeImage* image)
    {
        try
        {
            Find(job).Read(frame, NativeImage.Read(image));
            return Status.Ok;
        }
        catch (Exception error)
        {
            return LastError.Set(error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "sora2_job_release", CallConvs = [typeof(CallConvCdecl)])]
    public static Status Release(ulong job)
    {
        try
        {
            var hold = Handles.Table.Remove<Handles.JobHold>(job, "job");
            hold.Session.Forget(hold.Job);
            return Status.Ok;
        }
        catch (Exception error)
        {
            return LastError.Set(error);
        }
    }

    private static ulong Hold(PluginSession session, HostJob job) => Handles.Table.Add(new Handles.JobHold(session, job), session);

    private static HostJob Find(ulong job) => Handles.Table.Get<Handles.JobHold>(job, "job").Job;

    private static NotReadyException NotPublished() => new("The shot is not published yet.");
}
