using Sora2.LocalServer.Model.Installation;
using Sora2.LocalServer.Model.Packs;

namespace Sora2.LocalServer.Jobs;

/// <summary>Takes packs off the list that no job waits for.</summary>
internal sealed class PackRemoval(PackInstaller installer, JobQueue jobs)
{
    /// <inheritdoc cref="PackInstaller.Remove"/>
    public void Remove(string name)
    {
        var open = jobs.Waiting(int.MaxValue).Concat(jobs.List(10, null, JobState.Running).Jobs)
            .Count(job => (job.Request.Pack.Length > 0 ? job.Request.Pack : PackCatalog.DefaultPack) == name);
        if (open > 0)
        {
            throw new PackException(name, $"{open} jobs that wait or run are made with it.", "Let them end, or cancel them, and remove it then.");
        }

        installer.Remove(name);
    }
}
