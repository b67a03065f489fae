namespace Sora2.LocalServer.Model.Families.Wan.Picture;

/// <summary>How many frames a chunk has somewhere in the picture code, and how large they are there.</summary>
internal readonly record struct Picture(int Frames, int Height, int Width);
