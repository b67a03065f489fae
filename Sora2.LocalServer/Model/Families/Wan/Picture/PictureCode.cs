using System.Numerics.Tensors;
using Sora2.LocalServer.Model.Families.Wan.Configuration;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;
using Sora2.LocalServer.Model.Weights;
using Tensor = Sora2.LocalServer.Model.Runtime.Tensor;

namespace Sora2.LocalServer.Model.Families.Wan.Picture;

/// <summary>Wan's picture code: frames to latents and back, a latent frame at a time, so that memory does not grow with a shot's length.</summary>
/// <param name="weights">The code's, which stay open as long as this lives.</param>
/// <param name="afterChunk">Called after each latent frame, of each tile.</param>
internal sealed class PictureCode(WanVaeConfig config, WeightStore weights, ModelRuntime runtime, Action? afterChunk = null)
{
    /// <summary>Latents of the longest tile, each axis: 640 pixels of Wan 2.2's.</summary>
    public const int LongestTile = 40;

    /// <summary>Latents of a tile where memory is short.</summary>
    public const int SmallTile = LongestTile / 2;

    /// <summary>Pixels of a latent, each axis.</summary>
    public int Spatial => config.Spatial;

    /// <summary>Latent frames of so many frames.</summary>
    public int LatentFrames(int frames) => 1 + ((frames - 1) / config.Temporal);

    /// <summary>Frames of so many latent frames.</summary>
    public int Frames(int latentFrames) => 1 + ((latentFrames - 1) * config.Temporal);

    /// <summary>Latents of frames, at unit scale as the denoiser has them.</summary>
    /// <param name="frames">[frames, 3, height, width], RGB in -1..1; one frame, or one more than whole latent frames.</param>
    /// <returns>[channels, latent frames, height / spatial, width / spatial]</returns>
    public float[] Encode(ReadOnlySpan<float> frames, int count, int height, int width, CancellationToken cancellationToken)
    {
        if (count < 1 || (count - 1) % config.Temporal != 0 || height % Spatial != 0 || width % Spatial != 0)
        {
            throw new ArgumentException($"{count} frames of {width}x{height}; 1 + {config.Temporal}n frames of multiples of {Spatial} are encoded.");
        }

        var (rows, columns, latents) = (height / config.PatchSize, width / config.PatchSize, LatentFrames(count));
        var area = height / Spatial * (width / Spatial);
        var latent = new float[config.ZDim * latents * area];
        using var chunks = new ChunkRun(runtime, weights, first => CodeGraph.Encoder(config, rows, columns, first, runtime.Computing));
        for (var chunk = 0; chunk < latents; chunk++)
        {
            var (start, length) = chunk == 0 ? (0, 1) : (Frames(chunk), config.Temporal);
            using var picture = Tensor.Zeros(ElementType.Float32, 1, config.InChannels, length, rows, columns);
            for (var frame = 0; frame < length; frame++)
            {
                ToPatches(frames.Slice((start + frame) * 3 * height * width, 3 * height * width), height, width, picture.Floats, frame, length);
            }

            using var code = chunks.Run(picture, cancellationToken);
            afterChunk?.Invoke();
            for (var channel = 0; channel < config.ZDim; channel++)
            {
                var (mean, deviation) = (config.LatentsMean[channel], config.LatentsStd[channel]);
                var target = latent.AsSpan(((channel * latents) + chunk) * area, area);
                for (var i = 0; i < area; i++)
                {
                    target[i] = (code.Floats[(channel * area) + i] - mean) / deviation;
                }
            }
        }

        return latent;
    }

    /// <summary>Frames of latents at unit scale, in order. What is larger than a tile is decoded in tiles that overlap and fade into each other.</summary>
    /// <param name="latent">[channels, latent frames, height, width]</param>
    /// <param name="take">Number of the frame and its numbers [3, height · spatial, width · spatial], RGB in -1..1; valid during the call.</param>
    /// <param name="longestTile">Latents of a tile, each axis.</param>
    public void Decode(
        ReadOnlyMemory<float> latent,
        int latentFrames,
        int height,
        int width,
        Action<int, ReadOnlySpan<float>> take,
        CancellationToken cancellationToken,
        int longestTile = LongestTile)
    {
        var (down, across) = (TileGrid.Over(height, longestTile, Overlap(longestTile)), TileGrid.Over(width, longestTile, Overlap(longestTile)));
        if (down.Starts.Count * across.Starts.Count == 1)
        {
            DecodeTile(latent, latentFrames, (height, width), (0, 0, height, width), take, cancellationToken);
            return;
        }

        // A tile remembers from latent frame to latent frame, so that it is decoded to its end before the next one begins.
        var (pixelsHigh, pixelsWide) = (height * Spatial, width * Spatial);
        var sums = new float[Frames(latentFrames)][];
        var weights = new float[pixelsHigh * pixelsWide];
        for (var row = 0; row < down.Starts.Count; row++)
        {
            for (var column = 0; column < across.Starts.Count; column++)
            {
                var (top, left) = (down.Starts[row], across.Starts[column]);
                float[] rows = [.. Enumerable.Range(0, down.Length * Spatial).Select(y => down.Weight(row, y, Spatial))];
                float[] columns = [.. Enumerable.Range(0, across.Length * Spatial).Select(x => across.Weight(column, x, Spatial))];
                DecodeTile(
                    latent, latentFrames, (height, width), (top, left, down.Length, across.Length),
                    (frame, rgb) => Add(rgb, rows, columns, (top * Spatial * pixelsWide) + (left * Spatial), sums[frame] ??= new float[3 * weights.Length], pixelsWide),
                    cancellationToken);
                AddWeights(rows, columns, (top * Spatial * pixelsWide) + (left * Spatial), weights, pixelsWide);
            }
        }

        for (var frame = 0; frame < sums.Length; frame++)
        {
            for (var colour = 0; colour < 3; colour++)
            {
                var plane = sums[frame].AsSpan(colour * weights.Length, weights.Length);
                TensorPrimitives.Divide(plane, weights, plane);
            }

            take(frame, sums[frame]);
            sums[frame] = [];
        }
    }

    private static int Overlap(int longestTile) => longestTile / 4;

    private void DecodeTile(
        ReadOnlyMemory<float> latent,
        int latentFrames,
        (int Height, int Width) size,
        (int Top, int Left, int Height, int Width) tile,
        Action<int, ReadOnlySpan<float>> take,
        CancellationToken cancellationToken)
    {
        var frame = new float[3 * tile.Height * tile.Width * Spatial * Spatial];
        using var chunks = new ChunkRun(runtime, weights, first => CodeGraph.Decoder(config, tile.Height, tile.Width, first, runtime.Computing));
        for (var chunk = 0; chunk < latentFrames; chunk++)
        {
            using var code = Tensor.Zeros(ElementType.Float32, 1, config.ZDim, 1, tile.Height, tile.Width);
            for (var channel = 0; channel < config.ZDim; channel++)
            {
                var (mean, deviation) = (config.LatentsMean[channel], config.LatentsStd[channel]);
                for (var y = 0; y < tile.Height; y++)
                {
                    var source = latent.Span.Slice((((((channel * latentFrames) + chunk) * size.Height) + tile.Top + y) * size.Width) + tile.Left, tile.Width);
                    var target = code.Floats.Slice(((channel * tile.Height) + y) * tile.Width, tile.Width);
                    TensorPrimitives.Multiply(source, deviation, target);
                    TensorPrimitives.Add(target, mean, target);
                }
            }

            using var picture = chunks.Run(code, cancellationToken);
            afterChunk?.Invoke();
            var length = (int)picture.Shape[2];
            for (var i = 0; i < length; i++)
            {
                FromPatches(picture.Floats, i, length, tile.Height * Spatial, tile.Width * Spatial, frame);
                take((chunk == 0 ? 0 : Frames(chunk)) + i, frame);
            }
        }
    }

    private static void Add(ReadOnlySpan<float> rgb, float[] rows, float[] columns, int start, float[] sums, int pixelsWide)
    {
        for (var colour = 0; colour < 3; colour++)
        {
            for (var y = 0; y < rows.Length; y++)
            {
                var source = rgb.Slice(((colour * rows.Length) + y) * columns.Length, columns.Length);
                var target = sums.AsSpan((colour * (sums.Length / 3)) + start + (y * pixelsWide), columns.Length);
                for (var x = 0; x < columns.Length; x++)
                {
                    target[x] += source[x] * rows[y] * columns[x];
                }
            }
        }
    }

    private static void AddWeights(float[] rows, float[] columns, int start, float[] weights, int pixelsWide)
    {
        for (var y = 0; y < rows.Length; y++)
        {
            for (var x = 0; x < columns.Length; x++)
            {
                weights[start + (y * pixelsWide) + x] += rows[y] * columns[x];
            }
        }
    }

    // Channel c of pixel (y, x) becomes channel (c · patch + x % patch) · patch + y % patch of patch (y / patch, x / patch).
    private void ToPatches(ReadOnlySpan<float> rgb, int height, int width, Span<float> patches, int frame, int frames)
    {
        var (patch, rows, columns) = (config.PatchSize, height / config.PatchSize, width / config.PatchSize);
        for (var place = 0; place < 3 * height * width; place++)
        {
            patches[PatchOf(place, height, width, patch, rows, columns, frame, frames)] = rgb[place];
        }
    }

    private void FromPatches(ReadOnlySpan<float> patches, int frame, int frames, int height, int width, Span<float> rgb)
    {
        var (patch, rows, columns) = (config.PatchSize, height / config.PatchSize, width / config.PatchSize);
        for (var place = 0; place < 3 * height * width; place++)
        {
            rgb[place] = Math.Clamp(patches[PatchOf(place, height, width, patch, rows, columns, frame, frames)], -1f, 1f);
        }
    }

    private static int PatchOf(int place, int height, int width, int patch, int rows, int columns, int frame, int frames)
    {
        var (colour, y, x) = (place / (height * width), place / width % height, place % width);
        var channel = (((colour * patch) + (x % patch)) * patch) + (y % patch);
        return (((((channel * frames) + frame) * rows) + (y / patch)) * columns) + (x / patch);
    }
}
