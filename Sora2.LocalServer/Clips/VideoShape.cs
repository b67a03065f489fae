namespace Sora2.LocalServer.Clips;

/// <summary>Extent of a picture in time and space: frames, then pixels top-down.</summary>
public readonly record struct VideoShape(int Frames, int Height, int Width)
{
    /// <summary>Pixels of one frame.</summary>
    public int PixelsPerFrame => checked(Height * Width);
}
