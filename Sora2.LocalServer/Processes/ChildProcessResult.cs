namespace Sora2.LocalServer.Processes;

/// <summary>How a program ended.</summary>
/// <param name="Output">All of standard output.</param>
/// <param name="Error">The tail of standard error, trimmed.</param>
internal sealed record ChildProcessResult(int ExitCode, byte[] Output, string Error);
