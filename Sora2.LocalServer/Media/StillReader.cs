using System.Buffers.Binary;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Media.Frames;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Media;

/// <summary>Reads a still picture from outside, a first or last frame, into the model's terms.</summary>
public sealed class StillReader(FfmpegTools tools)
{
    /// <summary>Largest width and height taken.</summary>
    public const int LargestSide = 16_384;

    /// <summary>Largest number of pixels taken.</summary>
    public const int MostPixels = 50_000_000;

    /// <summary>Largest file taken.</summary>
    public const long LargestFileBytes = 256L * 1024 * 1024;

    private const int HeadBytes = 256 * 1024;
    private const string Allowed = "a PNG, JPEG, WebP or TIFF picture, up to 16384 pixels a side, 50 million pixels and 256 MB";

    /// <summary>Conforms the picture to a size without stretching it; transparent parts show black.</summary>
    /// <param name="width">Even.</param>
    /// <param name="height">Even.</param>
    /// <returns>Shape [3, height, width], RGB in [-1, 1], Rec. 709 transfer.</returns>
    /// <exception cref="InvalidMediaException">No picture, damaged, or too large.</exception>
    public async Task<float[]> ReadAsync(string path, int width, int height, FitPolicy fit, CancellationToken cancellationToken)
    {
        var (kind, header) = await InspectAsync(path, cancellationToken);
        try
        {
            var decoder = new StillDecoder(tools);
            if (header.Width == 0 || header.Height == 0)
            {
                var (measuredWidth, measuredHeight) = await decoder.MeasureAsync(path, kind, MostPixels, cancellationToken);
                header = header with { Width = measuredWidth, Height = measuredHeight };
                CheckSize(header);
            }

            var lies = header.Orientation >= 5;
            var placement = FramePlacement.Of(
                lies ? header.Height : header.Width, lies ? header.Width : header.Height, width, height, fit);
            var pixels = await decoder.DecodeAsync(
                path, kind, header.Orientation, placement.ScaledWidth, placement.ScaledHeight, MostPixels, cancellationToken);
            return Place(pixels, placement);
        }
        catch (FfmpegException error)
        {
            throw new InvalidMediaException($"{kind} by its first bytes but cannot be decoded ({FirstLine(error.Said)})", Allowed);
        }
    }

    private static async Task<(MediaKind Kind, StillHeader Header)> InspectAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 4096, useAsync: true);
        if (file.Length > LargestFileBytes)
        {
            throw new InvalidMediaException($"{file.Length} bytes long", Allowed);
        }

        var head = new byte[Math.Min(HeadBytes, file.Length)];
        await file.ReadExactlyAsync(head, cancellationToken);
        var kind = MediaSniffer.Sniff(head);
        if (kind is not (MediaKind.Png or MediaKind.Jpeg or MediaKind.WebP or MediaKind.Tiff))
        {
            throw new InvalidMediaException(kind == MediaKind.Unknown ? "no picture by its first bytes" : $"a {kind} file and no picture", Allowed);
        }

        var header = StillHeader.Read(kind, head);
        CheckSize(header);
        return (kind, header);
    }

    private static void CheckSize(StillHeader header)
    {
        if (header.Width < 0 || header.Height < 0 || header.Width > LargestSide || header.Height > LargestSide
            || (long)header.Width * header.Height > MostPixels)
        {
            throw new InvalidMediaException($"{(uint)header.Width}x{(uint)header.Height} pixels", Allowed);
        }
    }

    private static float[] Place(byte[] rgba, FramePlacement placement)
    {
        var pixelCount = checked(placement.Width * placement.Height);
        var planar = new float[3 * pixelCount];
        Array.Fill(planar, -1f);
        for (var y = 0; y < placement.KeptHeight; y++)
        {
            for (var x = 0; x < placement.KeptWidth; x++)
            {
                var source = rgba.AsSpan(8 * (((y + placement.CutY) * placement.ScaledWidth) + x + placement.CutX), 8);
                var target = ((y + placement.PadY) * placement.Width) + x + placement.PadX;
                var alpha = BinaryPrimitives.ReadUInt16LittleEndian(source[6..]) / 65535f;
                for (var channel = 0; channel < 3; channel++)
                {
                    planar[(channel * pixelCount) + target] =
                        (BinaryPrimitives.ReadUInt16LittleEndian(source[(2 * channel)..]) * alpha / 32767.5f) - 1f;
                }
            }
        }

        return planar;
    }

    private static string FirstLine(string said)
    {
        var line = said.AsSpan();
        var end = line.IndexOf('\n');
        line = end < 0 ? line : line[..end];
        return line.Length > 160 ? line[..160].ToString() : line.ToString();
    }
}
