namespace Sora2.LocalServer.Media.Footage;

/// <summary>Which part of a clip; seconds count from its first frame.</summary>
public sealed record FootagePart
{
    private FootagePart(double? start, double seconds, bool keepsLast)
    {
        if (!double.IsFinite(seconds) || seconds <= 0 || start is < 0 || start is { } value && !double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(seconds), seconds, "A part begins at 0 or later and lasts longer than 0 seconds.");
        }

        (Start, Seconds, KeepsLast) = (start, seconds, keepsLast);
    }

    /// <summary>Null counts back from the clip's end.</summary>
    public double? Start { get; }

    public double Seconds { get; }

    /// <summary>Between unlike frame rates one end must give: true keeps the part's last frame, false its first.</summary>
    public bool KeepsLast { get; }

    public static FootagePart First(double seconds) => new(0, seconds, keepsLast: false);

    public static FootagePart Last(double seconds) => new(null, seconds, keepsLast: true);

    public static FootagePart Between(double start, double end, bool keepsLast = false) => new(start, end - start, keepsLast);
}
