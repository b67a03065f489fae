namespace Sora2.LocalServer.Requests;

/// <summary>A part of one continuous piece.</summary>
/// <param name="Prompt">What it shows and sounds like, 1 to 4000 characters.</param>
/// <param name="Seconds">Its length, 0.5 or more.</param>
public sealed record Scene(string Prompt, double Seconds);
