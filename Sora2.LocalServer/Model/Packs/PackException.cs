namespace Sora2.LocalServer.Model.Packs;

/// <summary>A model pack that is missing, damaged or unsafe.</summary>
public sealed class PackException(string pack, string problem, string remedy)
    : Exception($"Model pack \"{pack}\": {problem} {remedy}")
{
    public string Pack { get; } = pack;

    public string Problem { get; } = problem;

    /// <summary>What the user can do.</summary>
    public string Remedy { get; } = remedy;
}
