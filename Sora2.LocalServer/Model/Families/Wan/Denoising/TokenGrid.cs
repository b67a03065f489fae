using Sora2.LocalServer.Model.Families.Wan.Configuration;

namespace Sora2.LocalServer.Model.Families.Wan.Denoising;

/// <summary>How a latent [channels, frames, height, width] lies in tokens: 1×2×2 latents each, frame by frame, row by row.</summary>
internal sealed record TokenGrid(int Channels, int Frames, int Height, int Width)
{
    private const int Patch = 2;

    public int Rows => Height / Patch;

    public int Columns => Width / Patch;

    public int TokensPerFrame => Rows * Columns;

    public int Tokens => Frames * TokensPerFrame;

    public int TokenWidth => Channels * Patch * Patch;

    public int LatentLength => Channels * Frames * Height * Width;

    /// <summary>The latent as tokens [tokens, channels · 2 · 2].</summary>
    public void ToTokens(ReadOnlySpan<float> latent, Span<float> tokens)
    {
        for (var channel = 0; channel < Channels; channel++)
        {
            for (var place = 0; place < Frames * Height * Width; place++)
            {
                var (token, part) = TokenOf(place);
                tokens[(token * TokenWidth) + (channel * Patch * Patch) + part] = latent[(channel * Frames * Height * Width) + place];
            }
        }
    }

    /// <summary>What the model makes of tokens, [tokens, 2 · 2 · channels], as a latent.</summary>
    public void FromTokens(ReadOnlySpan<float> tokens, Span<float> latent)
    {
        for (var channel = 0; channel < Channels; channel++)
        {
            for (var place = 0; place < Frames * Height * Width; place++)
            {
                var (token, part) = TokenOf(place);
                latent[(channel * Frames * Height * Width) + place] = tokens[(token * TokenWidth) + (part * Channels) + channel];
            }
        }
    }

    /// <summary>Cosines and sines of every token's place, [tokens, head / 2] each: pairs for frame, row and column.</summary>
    /// <param name="theta">The slowest pair turns once in about 2π·theta places.</param>
    /// <remarks>Su et al. 2021, arXiv:2104.09864, over three axes; a third of the pairs, rounded down, for row and column each.</remarks>
    public (float[] Cosine, float[] Sine) Rotary(WanTransformerConfig config, double theta = 10000)
    {
        var pairs = config.AttentionHeadDim / 2;
        var across = config.AttentionHeadDim / 6;
        int[] shares = [pairs - (2 * across), across, across];
        var (cosine, sine) = (new float[Tokens * pairs], new float[Tokens * pairs]);
        for (var token = 0; token < Tokens; token++)
        {
            int[] places = [token / TokensPerFrame, token % TokensPerFrame / Columns, token % Columns];
            var at = token * pairs;
            for (var axis = 0; axis < 3; axis++)
            {
                for (var pair = 0; pair < shares[axis]; pair++)
                {
                    var angle = places[axis] * Math.Pow(theta, -(double)pair / shares[axis]);
                    (cosine[at], sine[at]) = ((float)Math.Cos(angle), (float)Math.Sin(angle));
                    at++;
                }
            }
        }

        return (cosine, sine);
    }

    private (int Token, int Part) TokenOf(int place)
    {
        var (frame, y, x) = (place / (Height * Width), place / Width % Height, place % Width);
        return ((frame * TokensPerFrame) + (y / Patch * Columns) + (x / Patch), (y % Patch * Patch) + (x % Patch));
    }
}
