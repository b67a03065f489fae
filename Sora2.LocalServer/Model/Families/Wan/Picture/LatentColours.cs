namespace Sora2.LocalServer.Model.Families.Wan.Picture;

/// <summary>
/// What colour a latent of one place roughly means: the linear map that comes closest, fitted to the pack's own picture code, so that a shot
/// can be looked at while the denoiser is in memory and the picture code is not.
/// </summary>
internal sealed class LatentColours
{
    /// <summary>Latents on a side of the picture that the map is fitted to.</summary>
    public const int Places = 16;

    // Blobs of colour on a side of it.
    private const int Blobs = 9;

    // Beside the channels' variance of about 1: keeps a channel that says nothing of colour from being believed.
    private const double Ridge = 1e-3;

    // [channels and a constant, 3]
    private readonly double[,] _weights;

    private LatentColours(double[,] weights) => _weights = weights;

    /// <summary>Has one picture of smooth colours encoded, 16 latents on a side, and fits the map to it by least squares.</summary>
    /// <param name="encode">Latents [channels, 1, 16, 16] at unit scale of a picture [3, side, side], RGB in -1..1, and its side.</param>
    /// <param name="spatial">Pixels of a latent, each axis.</param>
    public static LatentColours Fit(Func<float[], int, float[]> encode, int spatial)
    {
        var side = Places * spatial;
        var picture = Blotches(side);
        var latent = encode(picture, side);
        var (places, channels) = (Places * Places, latent.Length / (Places * Places));
        var (products, targets) = (new double[channels + 1, channels + 1], new double[channels + 1, 3]);
        var row = new double[channels + 1];
        for (var place = 0; place < places; place++)
        {
            ReadRow(latent, place, places, row);
            for (var i = 0; i <= channels; i++)
            {
                for (var j = 0; j <= channels; j++)
                {
                    products[i, j] += row[i] * row[j];
                }

                for (var colour = 0; colour < 3; colour++)
                {
                    targets[i, colour] += row[i] * Mean(picture, side, spatial, place, colour);
                }
            }
        }

        for (var i = 0; i < channels; i++)
        {
            products[i, i] += Ridge * places;
        }

        Solve(products, targets);
        return new LatentColours(targets);
    }

    /// <summary>A latent frame as colours.</summary>
    /// <param name="latent">[channels, frames, height, width], unit scale.</param>
    /// <param name="frame">Which of the frames.</param>
    /// <returns>[height, width, 3], RGB in about -1..1.</returns>
    public float[] Of(ReadOnlySpan<float> latent, int frames, int frame, int height, int width)
    {
        var places = height * width;
        var (rgb, row) = (new float[3 * places], new double[_weights.GetLength(0)]);
        for (var place = 0; place < places; place++)
        {
            ReadRow(latent, (frame * places) + place, frames * places, row);
            for (var colour = 0; colour < 3; colour++)
            {
                var sum = 0.0;
                for (var i = 0; i < row.Length; i++)
                {
                    sum += row[i] * _weights[i, colour];
                }

                rgb[(3 * place) + colour] = (float)sum;
            }
        }

        return rgb;
    }

    // [3, side, side] in -1..1: random colours on a grid, mixed smoothly between its points, so that most places are nearly even.
    private static float[] Blotches(int side)
    {
        var grid = new float[3 * Blobs * Blobs];
        NoiseSource.Fill(0, 0, grid);
        var picture = new float[3 * side * side];
        for (var i = 0; i < picture.Length; i++)
        {
            var (colour, y, x) = (i / (side * side), i / side % side, i % side);
            var (down, across) = ((double)y / side * (Blobs - 1), (double)x / side * (Blobs - 1));
            var (top, left) = ((int)down, (int)across);
            var above = double.Lerp(At(top, left), At(top, left + 1), across - left);
            var below = double.Lerp(At(top + 1, left), At(top + 1, left + 1), across - left);
            picture[i] = (float)Math.Tanh(double.Lerp(above, below, down - top));

            double At(int row, int column) => grid[(((colour * Blobs) + row) * Blobs) + column];
        }

        return picture;
    }

    private static double Mean(float[] picture, int side, int spatial, int place, int colour)
    {
        var sum = 0.0;
        for (var y = 0; y < spatial; y++)
        {
            for (var x = 0; x < spatial; x++)
            {
                sum += picture[(((colour * side) + (place / Places * spatial) + y) * side) + (place % Places * spatial) + x];
            }
        }

        return sum / (spatial * spatial);
    }

    private static void ReadRow(ReadOnlySpan<float> latent, int place, int places, double[] row)
    {
        for (var channel = 0; channel < row.Length - 1; channel++)
        {
            row[channel] = latent[(channel * places) + place];
        }

        row[^1] = 1;
    }

    // Cholesky, in place: the matrix becomes its factor, the targets the solution.
    private static void Solve(double[,] matrix, double[,] targets)
    {
        var size = matrix.GetLength(0);
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++)
                {
                    sum -= matrix[i, k] * matrix[j, k];
                }

                matrix[i, j] = i == j ? Math.Sqrt(sum) : sum / matrix[j, j];
            }
        }

        for (var colour = 0; colour < targets.GetLength(1); colour++)
        {
            for (var i = 0; i < size; i++)
            {
                for (var k = 0; k < i; k++)
                {
                    targets[i, colour] -= matrix[i, k] * targets[k, colour];
                }

                targets[i, colour] /= matrix[i, i];
            }

            for (var i = size - 1; i >= 0; i--)
            {
                for (var k = i + 1; k < size; k++)
                {
                    targets[i, colour] -= matrix[k, i] * targets[k, colour];
                }

                targets[i, colour] /= matrix[i, i];
            }
        }
    }
}
