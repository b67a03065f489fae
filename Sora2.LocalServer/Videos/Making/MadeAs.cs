namespace Sora2.LocalServer.Videos.Making;

/// <summary>What a pack makes of a request by itself.</summary>
/// <param name="Size">"160x96"; scaled to the size asked for.</param>
/// <param name="Fps">The rate that the model runs at.</param>
/// <param name="Seconds">Of the new part.</param>
internal sealed record MadeAs(string Pack, string Size, string Fps, double Seconds);
