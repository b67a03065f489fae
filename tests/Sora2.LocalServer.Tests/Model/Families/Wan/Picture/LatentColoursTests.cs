using Sora2.LocalServer.Model.Families.Wan.Picture;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Families.Wan.Picture;

public sealed class LatentColoursTests
{
    private const int Spatial = 4;
    private const int Channels = 7;

    /// <summary>A code whose channels are mixtures of a place's mean colour, one beside it that means nothing: its colours are found again.</summary>
    [Fact]
    public void Of_FindsTheColoursThatTheLatentsHold()
    {
        var colours = LatentColours.Fit(static (picture, side) => Encode(picture, side, side), Spatial);
        var (height, width) = (8, 12);
        var picture = new float[3 * height * width * Spatial * Spatial];
        for (var i = 0; i < picture.Length; i++)
        {
            // Even within a place.
            var (colour, place) = (i / (height * width * Spatial * Spatial), (i / width / Spatial / Spatial % height * width) + (i / Spatial % width));
            picture[i] = Colour(colour, place);
        }

        // The second of two frames.
        var latent = new float[Channels * 2 * height * width];
        var encoded = Encode(picture, height * Spatial, width * Spatial);
        for (var channel = 0; channel < Channels; channel++)
        {
            encoded.AsSpan(channel * height * width, height * width).CopyTo(latent.AsSpan(((channel * 2) + 1) * height * width));
        }

        var seen = colours.Of(latent, 2, 1, height, width);

        for (var i = 0; i < seen.Length; i++)
        {
            Assert.InRange(seen[i] - Colour(i % 3, i / 3), -0.02f, 0.02f);
        }
    }

    private static float Colour(int colour, int place) => (((place * (colour + 3)) + colour) % 9 / 4.5f) - 0.9f;

    private static float[] Encode(float[] picture, int height, int width)
    {
        var (rows, columns) = (height / Spatial, width / Spatial);
        var latent = new float[Channels * rows * columns];
        for (var i = 0; i < picture.Length; i++)
        {
            var (colour, y, x) = (i / (height * width), i / width % height, i % width);
            for (var channel = 0; channel < Channels - 1; channel++)
            {
                latent[(((channel * rows) + (y / Spatial)) * columns) + (x / Spatial)] +=
                    picture[i] * ((((channel + 1) * (colour + 2)) % 5) - 2f) / (Spatial * Spatial);
            }
        }

        for (var place = 0; place < rows * columns; place++)
        {
            latent[((Channels - 1) * rows * columns) + place] = place * 31 % 17 / 8f;
        }

        return latent;
    }
}
