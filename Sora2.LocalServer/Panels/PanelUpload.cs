using System.IO.Pipelines;

namespace Sora2.LocalServer.Panels;

/// <summary>A movie that comes in binary messages, as one stream. The sender waits while the disk is behind.</summary>
/// <param name="call">Number of the call that announced it.</param>
internal sealed class PanelUpload(long call, long bytes)
{
    private const int MostAheadBytes = 4 << 20;

    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: MostAheadBytes, resumeWriterThreshold: MostAheadBytes / 2));
    private long _left = bytes;

    public long Call { get; } = call;

    public long Received { get; private set; }

    public Stream Content => _pipe.Reader.AsStream();

    /// <summary>What takes the content; it ends before all has come when the content is refused.</summary>
    public Task Stored { get; set; } = Task.CompletedTask;

    public bool IsComplete => _left == 0;

    public bool IsRefused => Stored.IsCompleted && !IsComplete;

    /// <summary>Adds what came. What comes after the store has refused the upload is dropped.</summary>
    /// <exception cref="ArgumentException">More than was announced.</exception>
    public async Task AddAsync(ReadOnlyMemory<byte> part, CancellationToken cancellationToken)
    {
        if (part.Length > _left)
        {
            throw new ArgumentException($"{part.Length} bytes, and {_left} were left.", nameof(part));
        }

        (_left, Received) = (_left - part.Length, Received + part.Length);
        await _pipe.Writer.WriteAsync(part, cancellationToken);
        if (_left == 0)
        {
            await _pipe.Writer.CompleteAsync();
        }
    }
}
