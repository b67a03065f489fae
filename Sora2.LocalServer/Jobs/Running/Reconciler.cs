using Microsoft.Extensions.Logging;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Jobs.Store;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Jobs.Running;

/// <summary>Makes rows, shots and scratch agree after whatever ended the last server. Runs before the first job.</summary>
internal sealed class Reconciler(
    JobStore store, ShotLibrary library, UploadStore uploads, ServerPaths paths, JobOptions options, TimeProvider time, ILogger<Reconciler> log)
{
    public void Run()
    {
        EmptyScratch();
        uploads.RemovePartial();
        foreach (var upload in uploads.OlderThan(time.GetUtcNow() - options.UploadIdle))
        {
            store.UnlessTaken(upload, () => uploads.Remove(upload));
        }

        library.Reconcile();
        foreach (var row in store.Interrupted())
        {
            Settle(row);
        }
    }

    private void Settle(JobRow row)
    {
        var job = row.Job;
        var shots = library.OfJob(job.Id.ToString()).Select(shot => shot.Name).ToArray();
        if (shots.Length == job.Request.Variants)
        {
            End(job, JobState.Succeeded, null, shots);
        }
        else if (row.CancelAsked)
        {
            End(job, JobState.Cancelled, null, shots);
        }
        else if (row.Interruptions + 1 >= options.InterruptionLimit)
        {
            var error = new JobError(
                JobErrorCodes.Interrupted,
                $"The server ended {row.Interruptions + 1} times while it made this shot. Submit it again to try once more.");
            End(job, JobState.Quarantined, error, shots);
        }
        else
        {
            store.Resume(job.Id);
            Log.JobResumed(log, job.Id, row.Interruptions + 1);
        }
    }

    private void End(Job job, JobState state, JobError? error, IReadOnlyList<string> shots)
    {
        library.Release(job.Id.ToString());
        store.Finish(job, state, error, shots);
        Log.JobEnded(log, job.Id, state, job.SecondsTotal);
    }

    private void EmptyScratch()
    {
        Directory.CreateDirectory(paths.Scratch);
        foreach (var folder in Directory.EnumerateDirectories(paths.Scratch))
        {
            DurableFiles.RemoveFolder(folder);
        }

        foreach (var file in Directory.EnumerateFiles(paths.Scratch))
        {
            File.Delete(file);
        }
    }
}
