using System.Globalization;
using Sora2.PluginHost.Playback;

namespace Sora2.PluginHost.Sessions.Footage;

/// <summary>
/// Frames of the host's that a shot goes on from. They are converted where they are handed in, as they are the host's for no longer,
/// and written behind the caller's back. The file goes when its handle was released and every job that hangs on it was sent.
/// </summary>
internal sealed class HostClip
{
    /// <summary>Frames that are taken; a model looks at fewer.</summary>
    public const int MostFrames = 120;

    private readonly Lock _gate = new();
    private readonly ClipFormat _format;
    private readonly FrameMemory _memory;
    private readonly HostFrame _reader;
    private readonly ScratchMovie _movie;
    private int _frames;
    private int _holders = 1;
    private bool _sealed;

    /// <param name="need">What the packs look at, as far as it is known: larger frames are kept smaller.</param>
    /// <exception cref="ArgumentException">No such clip is taken.</exception>
    /// <exception cref="IOException">There is no room for scratch files.</exception>
    public HostClip(ClipFormat format, PictureNeed? need = null, FrameMemory? memory = null)
    {
        format.Check();
        _format = format;
        _memory = memory ?? FrameMemory.OfProcess;
        _reader = new HostFrame(need?.Divisor(format.Width, format.Height) ?? 1);
        _movie = new ScratchMovie(format with { Width = format.Width / _reader.Divisor, Height = format.Height / _reader.Divisor });
    }

    public string Path => _movie.Path;

    /// <summary>For tests: ends when nothing is written any more.</summary>
    internal Task Written => _movie.Written;

    /// <summary>Converts one frame. Blocks for as long as that takes, and for the disk while a good deal of memory waits for it.</summary>
    /// <exception cref="ArgumentException">No such image can be, it is no whole frame of the clip, or the clip is full or was submitted.</exception>
    /// <exception cref="IOException">The disk is full: a frame before this one could not be written.</exception>
    public void Add(in ImageWindow image)
    {
        Check(image);
        lock (_gate)
        {
            CheckRoom();
            var frame = _memory.Take(_movie.FrameBytes);
            try
            {
                _reader.Read(image, frame.Bytes, _movie.RowBytes);
            }
            catch
            {
                frame.Dispose();
                throw;
            }

            _movie.Append(frame);
            _frames++;
        }
    }

    /// <summary>Ends the clip and holds its file for a job; the job calls <see cref="Release"/> once it was sent.</summary>
    /// <exception cref="ArgumentException">It has no frame.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Hold()
    {
        lock (_gate)
        {
            if (_frames == 0)
            {
                throw new ArgumentException($"wish.clip: got a clip without frames; allowed: 1 to {MostFrames}.");
            }

            ThrowFault();
            _sealed = true;
            _movie.End();
            _holders++;
        }
    }

    /// <summary>Waits for the frames of a clip that is held; its file is whole then.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public async Task<string> FinishAsync(CancellationToken cancellationToken)
    {
        await _movie.Written.WaitAsync(cancellationToken);
        ThrowFault();
        return _movie.Path;
    }

    public void Release()
    {
        lock (_gate)
        {
            if (--_holders == 0)
            {
                _sealed = true;
                _movie.Remove();
            }
        }
    }

    private void Check(in ImageWindow image)
    {
        image.Check();
        if (image.Components == PixelComponents.Alpha)
        {
            throw new ArgumentException("image.components: got SORA2_ALPHA; allowed for a clip: SORA2_RGBA and SORA2_RGB, as a shot goes on from colours.");
        }

        if ((image.Width, image.Height) != (_format.Width, _format.Height)
            || (image.X1, image.Y1, image.X2, image.Y2) != (0, 0, _format.Width, _format.Height))
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"image: got a window {image.X1},{image.Y1} to {image.X2},{image.Y2} of {image.Width}x{image.Height}; allowed: a whole frame of {_format.Width}x{_format.Height}."));
        }
    }

    private void CheckRoom()
    {
        if (_sealed)
        {
            throw new ArgumentException("clip: it was submitted or released; make a new one for more frames.");
        }

        var most = Math.Min(MostFrames, _movie.MostFrames);
        if (_frames >= most)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"clip: it has {_frames} frames; allowed: at most {most} of {_format.Width}x{_format.Height}."));
        }

        ThrowFault();
    }

    // As it was thrown where it happened: its number tells a full disk.
    private void ThrowFault()
    {
        if (_movie.Fault is { } fault)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fault);
        }
    }
}
