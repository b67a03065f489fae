using Grpc.Core;
using Sora2.LocalServer.Requests;
using V1 = Sora2.Contracts.V1;

namespace Sora2.LocalServer.Rpc;

/// <summary>The pieces of an upload as one stream, read forward only.</summary>
internal sealed class UploadStream(IAsyncStreamReader<V1.UploadRequest> pieces) : Stream
{
    private const int MaxPieceBytes = 1 << 20;
    private ReadOnlyMemory<byte> _piece;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="InvalidRequestException">A piece is too long.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_piece.IsEmpty)
        {
            if (!await pieces.MoveNext(cancellationToken))
            {
                return 0;
            }

            _piece = pieces.Current.Data.Memory;
            if (_piece.Length > MaxPieceBytes)
            {
                throw new InvalidRequestException("data", $"a piece of {_piece.Length} bytes", $"pieces of at most {MaxPieceBytes} bytes");
            }
        }

        var count = Math.Min(buffer.Length, _piece.Length);
        _piece[..count].CopyTo(buffer);
        _piece = _piece[count..];
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
