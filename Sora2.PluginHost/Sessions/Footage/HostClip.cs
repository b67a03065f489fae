using System.Globalization;
using Sora2.PluginHost.Playback;

namespace Sora2.PluginHost.Sessions.Footage;

/// <summary>
/// Frames of the host's that a shot goes on from, in a scratch file that only this user can read. The file goes when its handle
/// was released and every job that hangs on it was sent.
/// </summary>
internal sealed class HostClip
{
    /// <summary>Frames that are taken; a model looks at fewer.</summary>
    public const int MostFrames = 120;

    private readonly Lock _gate = new();
    private readonly ClipFormat _format;
    private readonly AviWriter _writer;
    private int _frames;
    private int _holders = 1;
    private bool _sealed;

    /// <exception cref="ArgumentException">No such clip is taken.</exception>
    /// <exception cref="IOException">There is no room for scratch files.</exception>
    public HostClip(ClipFormat format)
    {
        format.Check();
        _format = format;
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"sora2-clip-{Guid.NewGuid():n}.avi");
        _writer = new AviWriter(Path, format);
    }

    public string Path { get; }

    /// <summary>Converts and writes one frame. Blocks for as long as that takes.</summary>
    /// <exception cref="ArgumentException">No such image can be, it is no whole frame of the clip, or the clip is full or was submitted.</exception>
    /// <exception cref="IOException">The disk is full; the frames before it stay.</exception>
    public void Add(in ImageWindow image)
    {
        image.Check();
        if (image.Components == PixelComponents.Alpha)
        {
            throw new ArgumentException("image.components: got SORA2_ALPHA; allowed for a clip: SORA2_RGBA and SORA2_RGB.");
        }

        if ((image.Width, image.Height) != (_format.Width, _format.Height)
            || (image.X1, image.Y1, image.X2, image.Y2) != (0, 0, _format.Width, _format.Height))
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture,
                $"image: got a window {image.X1},{image.Y1} to {image.X2},{image.Y2} of {image.Width}x{image.Height}; allowed: a whole frame of {_format.Width}x{_format.Height}."));
        }

        lock (_gate)
        {
            var most = Math.Min(MostFrames, _writer.MostFrames);
            if (_sealed || _frames >= most)
            {
                throw new ArgumentException(
                    _sealed
                        ? "clip: it was submitted or released; make a new one for more frames."
                        : string.Create(CultureInfo.InvariantCulture, $"clip: it has {_frames} frames; allowed: at most {most} of {_format.Width}x{_format.Height}."));
            }

            for (var y = 0; y < _format.Height; y++)
            {
                // The file's first row is the picture's lowest.
                var row = _format.Height - 1 - image.FromTop(y);
                HostRow.ToBgr(image.Row(y), image.Depth, image.Components, _writer.Frame.Slice(row * _writer.RowBytes, 3 * _format.Width));
            }

            _writer.WriteFrame();
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

            if (!_sealed)
            {
                _writer.Complete();
                _writer.Dispose();
                _sealed = true;
            }

            _holders++;
        }
    }

    public void Release()
    {
        lock (_gate)
        {
            if (--_holders > 0)
            {
                return;
            }

            _sealed = true;
            _writer.Dispose();
            try
            {
                File.Delete(Path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // The system empties its folder of scratch files.
            }
        }
    }
}
