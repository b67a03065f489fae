namespace Sora2.Contracts;

/// <summary>The number both sides compare before they talk; raised whenever an old client would misunderstand a new server.</summary>
public static class ContractVersion
{
    public const int Current = 1;

    /// <summary>Header in which a client may say what program it is, for the server's log: up to 100 visible ASCII characters.</summary>
    public const string ClientHeader = "sora2-client";

    /// <summary>Trailer that carries a serialized Fault beside a status.</summary>
    public const string FaultTrailer = "sora2-fault-bin";
}
