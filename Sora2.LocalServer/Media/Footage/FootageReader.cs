using System.Buffers.Binary;
using System.Globalization;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Media.Ffmpeg.Footage;
using Sora2.LocalServer.Media.Frames;

namespace Sora2.LocalServer.Media.Footage;

/// <summary>Reads a part of any camera's clip, picture and sound, into the model's terms.</summary>
public sealed class FootageReader(FfmpegTools tools)
{
    /// <summary>Conforms a part to a size without stretching it, to a rate by its time stamps, to Rec. 709; transparent parts show black.</summary>
    /// <exception cref="ArgumentException">The wish asks for more than can be held.</exception>
    /// <exception cref="InvalidMediaException">No clip, damaged, not taken, or too short.</exception>
    public async Task<ConformedFootage> ReadAsync(string path, FootageWish wish, CancellationToken cancellationToken)
    {
        wish.Check();
        var clip = await new FootageProbe(tools).InspectAsync(path, cancellationToken);
        path = Path.GetFullPath(path);
        try
        {
            var timeline = await FindAsync(path, clip, wish, cancellationToken);
            var (start, frames) = Choose(clip, timeline, wish);
            var placement = FramePlacement.Of(clip.DisplayWidth, clip.DisplayHeight, wish.Width, wish.Height, wish.Fit);
            var decoder = new ClipDecoder(tools);
            var first = FirstMoment(clip, timeline, wish, start, frames);
            var pixels = decoder.PictureAsync(path, clip, timeline, first, frames, wish.FrameRate, placement, cancellationToken);
            var samples = checked((int)wish.FrameRate.SamplesIn(frames, ConformedFootage.SampleRate));
            var sound = decoder.SoundAsync(path, clip, start, samples, ConformedFootage.SampleRate, cancellationToken);
            await Task.WhenAll(pixels, sound);
            return new ConformedFootage(
                frames, Place(await pixels, frames, clip.HasAlpha, placement), await sound, clip.Sound is not null, start - clip.Origin,
                FootageNotes.Of(clip, timeline.Interlaced, wish, frames));
        }
        catch (FfmpegException error)
        {
            throw new InvalidMediaException(
                $"a movie ({clip.Container}, {clip.Codec}) that cannot be decoded ({FootageProbe.FirstLine(error.Said, path)})", ClipContainer.Allowed);
        }
    }

    private async Task<ClipTimeline> FindAsync(string path, ClipProbe clip, FootageWish wish, CancellationToken cancellationToken)
    {
        var times = new ClipTimes(tools);
        if (wish.Part.Start is { } start)
        {
            return await times.ReadAsync(path, clip, clip.Origin + start, clip.Origin + start + wish.Part.Seconds, cancellationToken);
        }

        // The header's length is a guess: when the true end lies earlier, more of the clip is looked at.
        var from = clip.Origin + clip.DurationSeconds - wish.Part.Seconds;
        var timeline = await times.ReadAsync(path, clip, from, null, cancellationToken);
        return timeline.Seek is null || timeline.Starts[0] <= timeline.End - wish.Part.Seconds
            ? timeline
            : await times.ReadAsync(path, clip, clip.Origin, null, cancellationToken);
    }

    // Where the part begins, in the container's time, and how many frames it has.
    private static (double Start, int Frames) Choose(ClipProbe clip, ClipTimeline timeline, FootageWish wish)
    {
        var seconds = wish.Frames / wish.FrameRate.FramesPerSecond;
        var begin = wish.Part.Start is { } given ? clip.Origin + given : Math.Max(clip.Origin, timeline.End - seconds);
        var there = Math.Max(0, timeline.End - begin);

        // Half a frame is what rounding of time stamps may take.
        var half = 0.5 / wish.FrameRate.FramesPerSecond;
        if (there >= seconds - half)
        {
            return (wish.Part.KeepsLast && wish.Part.Start is null ? timeline.End - seconds : begin, wish.Frames);
        }

        var frames = (int)Math.Floor((there + half) * wish.FrameRate.FramesPerSecond);
        if (frames < 1 || wish.MinSeconds is not { } least || there < least - half)
        {
            var length = timeline.End - clip.Origin;
            throw new InvalidMediaException(
                string.Create(CultureInfo.InvariantCulture, $"{length:0.###} s long and has {there:0.###} s of the part that is wanted"),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"a clip with {wish.MinSeconds ?? wish.Part.Seconds:0.###} s of it at least; give a longer clip or ask for less"));
        }

        return (wish.Part.Start is null ? timeline.End - (frames / wish.FrameRate.FramesPerSecond) : begin, frames);
    }

    // A moment inside a frame and not on its edge: half of the shorter frame away from it no rounding matters.
    private static double FirstMoment(ClipProbe clip, ClipTimeline timeline, FootageWish wish, double start, int frames)
    {
        var half = 0.5 / Math.Max(clip.FrameRate.FramesPerSecond, wish.FrameRate.FramesPerSecond);
        if (!wish.Part.KeepsLast)
        {
            return start + half;
        }

        var end = wish.Part.Start is null ? timeline.End : Math.Min(timeline.End, start + wish.Part.Seconds);
        return end - half - ((frames - 1) / wish.FrameRate.FramesPerSecond);
    }

    private static float[] Place(byte[] pixels, int frames, bool alpha, FramePlacement placement)
    {
        var pixelCount = checked(placement.Width * placement.Height);
        var kept = placement.KeptWidth * placement.KeptHeight;
        var bytesPerFrame = kept * (alpha ? 8 : 6);
        var planar = new float[checked(frames * 3 * pixelCount)];
        if (placement.Pads)
        {
            Array.Fill(planar, -1f);
        }

        Parallel.For(0, frames, frame =>
        {
            var source = pixels.AsSpan(frame * bytesPerFrame, bytesPerFrame);
            for (var channel = 0; channel < 3; channel++)
            {
                // FFmpeg's planes are G, B, R.
                var plane = source.Slice(2 * kept * ((channel + 2) % 3), 2 * kept);
                var target = planar.AsSpan(((frame * 3) + channel) * pixelCount, pixelCount);
                for (var y = 0; y < placement.KeptHeight; y++)
                {
                    var row = target.Slice(((y + placement.PadY) * placement.Width) + placement.PadX, placement.KeptWidth);
                    for (var x = 0; x < row.Length; x++)
                    {
                        var at = 2 * ((y * placement.KeptWidth) + x);
                        var value = (float)BinaryPrimitives.ReadUInt16LittleEndian(plane[at..]);
                        var cover = alpha ? BinaryPrimitives.ReadUInt16LittleEndian(source[((6 * kept) + at)..]) / 65535f : 1f;
                        row[x] = (value * cover / 32767.5f) - 1f;
                    }
                }
            }
        });
        return planar;
    }
}
