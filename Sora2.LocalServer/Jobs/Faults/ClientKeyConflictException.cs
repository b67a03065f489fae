namespace Sora2.LocalServer.Jobs.Faults;

/// <summary>The client key already belongs to a job with another request.</summary>
public sealed class ClientKeyConflictException(string clientKey, JobId id)
    : Exception($"Client key {clientKey} belongs to job {id}, which has another request. Use a new key for a new request.")
{
    public string ClientKey { get; } = clientKey;

    public JobId Id { get; } = id;
}
