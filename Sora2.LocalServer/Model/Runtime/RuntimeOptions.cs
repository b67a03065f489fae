namespace Sora2.LocalServer.Model.Runtime;

/// <summary>How models run on this machine.</summary>
internal sealed record RuntimeOptions
{
    /// <summary>Threads of one operator. Default: the physical cores this process may use.</summary>
    public int Threads { get; init; } = PhysicalCores.Count();

    /// <summary>Whether idle threads wait by spinning, which is faster alone and slower beside other work. Default: no.</summary>
    public bool Spin { get; init; }
}
