namespace Sora2.LocalServer.Mailbox.Answers;

/// <summary>Frames a second as an exact rational.</summary>
internal sealed record AnswerRate(int Numerator, int Denominator);
