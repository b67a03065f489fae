namespace Sora2.LocalServer.Model.Families.MiniAv.Motion;

/// <summary>
/// How a shot moves, decided before there is a picture: for each frame ten numbers for each of three subjects (x, y, radius, sine
/// and cosine of roll, turn and phase, strike) and three for the camera (x, zoom, y), all near unit scale.
/// </summary>
/// <param name="numbers">[frames, <see cref="NumbersPerFrame"/>]</param>
internal sealed class MotionSheet(float[] numbers)
{
    public const int Subjects = 3;
    public const int NumbersPerSubject = 10;
    public const int CameraNumbers = 3;
    public const int NumbersPerFrame = (Subjects * NumbersPerSubject) + CameraNumbers;

    /// <summary>Where the sines and cosines begin and end, and where the last pair of them, the phase, begins.</summary>
    public const int FirstAngle = 3;
    public const int Phase = 7;
    public const int Strike = 9;

    // A strike is a bell over the frames around it; see training/models/motion.py for these numbers.
    private const float BellFrames = 0.8f;
    private const float WeakestStrike = 0.1f;
    private const float Floor = 0.02f;

    private static readonly float[] s_scales = [4, 5, 8, 1, 1, 1, 1, 1, 1, 3];
    private static readonly float[] s_middles = [0.5f, 0.6f, 0, 0, 0, 0, 0, 0, 0, 0];

    public int Frames { get; } = numbers.Length / NumbersPerFrame;

    /// <summary>A subject's number in a frame: x and y as shares of the picture, radius in picture heights, strength 0 to 1.</summary>
    public float Of(int subject, int frame, int number) =>
        (numbers[(frame * NumbersPerFrame) + (subject * NumbersPerSubject) + number] / s_scales[number]) + s_middles[number];

    /// <summary>The camera's numbers in a frame, at unit scale.</summary>
    public ReadOnlySpan<float> Camera(int frame) =>
        numbers.AsSpan((frame * NumbersPerFrame) + (Subjects * NumbersPerSubject), CameraNumbers);

    /// <summary>When a subject is struck, in frames, and how hard, 0 to 1: the peaks of its bells.</summary>
    public IReadOnlyList<(float Frame, float Strength)> Strikes(int subject)
    {
        var strikes = new List<(float, float)>();
        for (var frame = 0; frame < Frames; frame++)
        {
            var (before, here, after) = (Bell(frame - 1), Bell(frame), Bell(frame + 1));
            if (here >= WeakestStrike && here > before && here >= after)
            {
                // A bell is a parabola in its logarithm.
                var (low, middle, high) = (Log(before), Log(here), Log(after));
                var offset = Math.Clamp((high - low) / Math.Max((4 * middle) - (2 * low) - (2 * high), 1e-3f), -0.5f, 0.5f);
                var strength = here * MathF.Exp(0.5f * (offset / BellFrames) * (offset / BellFrames));
                strikes.Add((frame + offset, Math.Min(strength, 1)));
            }
        }

        return strikes;

        float Bell(int frame) => frame < 0 || frame >= Frames ? 0 : Of(subject, frame, Strike);

        static float Log(float value) => MathF.Log(Math.Max(value, Floor));
    }
}
