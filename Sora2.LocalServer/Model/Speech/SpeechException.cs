namespace Sora2.LocalServer.Model.Speech;

/// <summary>Words could not be spoken; the message says why and what to install.</summary>
public sealed class SpeechException(string message, Exception? inner = null) : Exception(message, inner);
