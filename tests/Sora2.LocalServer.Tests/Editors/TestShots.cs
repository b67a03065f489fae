using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Editors;

namespace Sora2.LocalServer.Tests.Editors;

/// <summary>Shots of no media, for what only looks at names and numbers.</summary>
internal static class TestShots
{
    public static EditorShot Make(
        string rate = "24", string start = "01:00:00:00", string shot = "SH0010", int version = 1, int frames = 96, int head = 0, int tail = 0,
        string folder = "/media", params StemKind[] stems)
    {
        FrameRate.TryParse(rate, out var frameRate);
        var name = $"P_{shot}_v{version:000}";
        return new EditorShot
        {
            Name = name,
            Project = "P",
            Reel = $"{shot}V{version}",
            Width = 1920,
            Height = 1080,
            Start = Timecode.Parse(start, frameRate),
            Frames = frames,
            HeadHandle = head,
            TailHandle = tail,
            Picture = $"{folder}/{name}.mov",
            Stems = stems.ToDictionary(static stem => stem, stem => $"{folder}/{name}_{stem}.wav"),
        };
    }

    public static StemKind[] AllStems { get; } = Enum.GetValues<StemKind>();
}
