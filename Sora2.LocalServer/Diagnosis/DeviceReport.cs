namespace Sora2.LocalServer.Diagnosis;

/// <summary>What large models can run on.</summary>
/// <param name="Devices">Names, as settings call them.</param>
/// <param name="Chosen">The one that the setting means, with what its provider tells of it; null where there is none.</param>
/// <param name="Problems">A sentence each.</param>
internal sealed record DeviceReport(IReadOnlyList<string> Devices, string? Chosen, IReadOnlyList<string> Problems);
