namespace Sora2.LocalServer.Jobs.Faults;

/// <summary>Too many jobs wait.</summary>
public sealed class QueueFullException(int limit)
    : Exception($"{limit} jobs are waiting, which is the limit. Wait until some are done, or cancel some.")
{
    public int Limit { get; } = limit;
}
