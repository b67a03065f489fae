using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Sora2.LocalServer.Tests.Jobs;

/// <summary>Log lines, kept with their level.</summary>
internal sealed class RecordedLog
{
    public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = new();
}

/// <summary>Writes into a <see cref="RecordedLog"/>.</summary>
internal sealed class RecordedLogger<T>(RecordedLog log) : ILogger<T>
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        log.Lines.Enqueue((logLevel, formatter(state, exception) + exception));
}
