namespace Sora2.LocalServer.Model.Packs;

/// <summary>A picture size that a pack makes, pixels.</summary>
public sealed record PackSize(int Width, int Height)
{
    public double Aspect => (double)Width / Height;

    public override string ToString() => $"{Width}x{Height}";
}
