namespace Sora2.LocalServer.Jobs.Faults;

/// <summary>No job was submitted under a client key, or it was deleted since.</summary>
public sealed class ClientKeyNotFoundException() : Exception("No job was submitted under this client key. Submit the request under it.");
