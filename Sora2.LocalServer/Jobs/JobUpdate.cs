namespace Sora2.LocalServer.Jobs;

/// <summary>One step of a watch: the job as it is now. Steps between two updates may be left out, the last never is.</summary>
public sealed record JobUpdate(Job Job)
{
    public long Sequence => Job.Sequence;
}
