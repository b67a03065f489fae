namespace Sora2.LocalServer.Jobs.Faults;

/// <summary>Why a job ended without all its shots. Never holds the prompt.</summary>
/// <param name="Code">For programs: one of <see cref="JobErrorCodes"/>.</param>
/// <param name="Message">For people: what happened and what to do.</param>
public sealed record JobError(string Code, string Message);
