namespace Sora2.LocalServer.Diagnosis;

/// <summary>What a finding means for the next shot.</summary>
public enum Severity
{
    Ok,

    /// <summary>Shots can be made, but something is missing from them.</summary>
    Warning,

    /// <summary>No shot can be made.</summary>
    Failed,
}
