using System.Globalization;

namespace Sora2.Benchmarks;

/// <summary>One line of the report.</summary>
internal static class Figure
{
    /// <param name="limit">At most this, or at least this when <paramref name="atLeast"/>.</param>
    public static void Print(string name, double measured, double limit, string unit, bool atLeast = false)
    {
        var ratio = atLeast ? limit / measured : measured / limit;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-60} {measured,9:F2} {unit,-2} {(atLeast ? ">" : "<")}{limit,6:F1} {unit,-2}  {ratio:F2} {(ratio <= 1 ? "" : "MISSED")}"));
    }
}
