namespace Sora2.LocalServer.Diagnosis;

/// <summary>What was found about one thing the server needs.</summary>
/// <param name="Remedy">What to do; empty when all is well.</param>
public sealed record Finding(string Name, Severity Severity, string Detail, string Remedy = "");
