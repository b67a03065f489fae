using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Weights;

namespace Sora2.LocalServer.Model.Families.MiniAv.Motion;

/// <summary>
/// Motion rows hold waves instead of frames: the cosine transform of each number over a row's frames, divided by how loud each
/// wave usually is, so that paths come out of the noise smooth.
/// </summary>
internal sealed class MotionWaves
{
    private const int Kinds = MotionSheet.NumbersPerSubject + MotionSheet.CameraNumbers;

    private readonly int _frames;
    private readonly float[] _basis;
    private readonly float[] _deviation;

    /// <param name="frames">Of a motion row.</param>
    public MotionWaves(WeightStore weights, int frames)
    {
        var tensor = weights.Get(Use(frames));
        _frames = frames;
        _deviation = tensor.Floats.ToArray();

        // Orthonormal DCT-II, [wave, frame].
        _basis = new float[frames * frames];
        for (var wave = 0; wave < frames; wave++)
        {
            for (var frame = 0; frame < frames; frame++)
            {
                var size = Math.Sqrt((wave == 0 ? 1.0 : 2.0) / frames);
                _basis[(wave * frames) + frame] = (float)(size * Math.Cos(wave * (frame + 0.5) * Math.PI / frames));
            }
        }
    }

    /// <summary>What it reads.</summary>
    public static WeightUse Use(int frames) => new("deviation", [frames, Kinds]);

    /// <summary>Rows [rows, waves, numbers] to frames [rows, frames, numbers], in place.</summary>
    public void ToFrames(Span<float> rows)
    {
        const int Numbers = MotionSheet.NumbersPerFrame;
        var waves = new float[_frames];
        for (var row = 0; row < rows.Length; row += _frames * Numbers)
        {
            for (var number = 0; number < Numbers; number++)
            {
                for (var wave = 0; wave < _frames; wave++)
                {
                    waves[wave] = rows[row + (wave * Numbers) + number] * _deviation[(wave * Kinds) + KindOf(number)];
                }

                for (var frame = 0; frame < _frames; frame++)
                {
                    var sum = 0f;
                    for (var wave = 0; wave < _frames; wave++)
                    {
                        sum += _basis[(wave * _frames) + frame] * waves[wave];
                    }

                    rows[row + (frame * Numbers) + number] = sum;
                }
            }
        }
    }

    // All subjects share their kinds; the camera has its own.
    private static int KindOf(int number) => number < MotionSheet.Subjects * MotionSheet.NumbersPerSubject
        ? number % MotionSheet.NumbersPerSubject
        : number - ((MotionSheet.Subjects - 1) * MotionSheet.NumbersPerSubject);
}
