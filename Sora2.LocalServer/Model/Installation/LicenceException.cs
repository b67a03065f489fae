namespace Sora2.LocalServer.Model.Installation;

/// <summary>The licence of a pack was not accepted, or is another one than was accepted.</summary>
public sealed class LicenceException(string pack, string licence)
    : Exception($"The licence of {pack} ({licence}) is not accepted. Read its text and accept it.")
{
    public string Pack { get; } = pack;

    public string Licence { get; } = licence;
}
