using Sora2.LocalServer.Model;

namespace Sora2.LocalServer.Jobs.Running;

/// <summary>Turns what worker and encoder report into the job's progress, and tells the watchers.</summary>
/// <remarks>Thread-safe: the stages report from their own threads.</remarks>
internal sealed class VariantProgress : IProgress<GenerationProgress>, IProgress<double>
{
    private const string Upscale = "upscale";

    // Share of one variant's time by stage, in order; measured on two cores with the embedded pack, and only an estimate.
    private static readonly (string Stage, double Share)[] s_stages =
    [
        ("load", 0.03), ("text", 0.01), ("denoise", 0.70), ("decode", 0.13), ("speech", 0.01), (Upscale, 0), ("encode", 0.10), ("publish", 0.02),
    ];

    // Of a shot that is upscaled, this is what upscaling takes; the stages above share the rest.
    private const double UpscaleShare = 0.85;

    private const double LeastForEstimate = 0.03;
    private const int EncodeSteps = 100;
    private static readonly TimeSpan s_encodeReports = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly JobFeeds _feeds;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly double _secondsTotalBefore;
    private double _secondsInModelBefore;
    private double _progressAtStart;
    private Job _job;
    private long _encodeReported;
    private IReadOnlyList<string> _made = [];
    private bool _ended;

    /// <param name="job">As the store has it: running.</param>
    public VariantProgress(Job job, JobFeeds feeds, TimeProvider time)
    {
        _job = job;
        _feeds = feeds;
        _time = time;
        _began = time.GetTimestamp();
        _secondsTotalBefore = job.SecondsTotal;
        _secondsInModelBefore = job.SecondsInModel;
        _progressAtStart = job.Progress;
        feeds.Publish(job);
    }

    /// <summary>The job as it is now.</summary>
    public Job Job
    {
        get
        {
            lock (_lock)
            {
                return _job with { SecondsTotal = SecondsTotal };
            }
        }
    }

    /// <summary>What the worker noted of the variant that is made.</summary>
    public IReadOnlyList<string> Made
    {
        get
        {
            lock (_lock)
            {
                return _made;
            }
        }
    }

    private double SecondsTotal => _secondsTotalBefore + _time.GetElapsedTime(_began).TotalSeconds;

    /// <summary>A variant begins, for the first time or again.</summary>
    public void Begin(int variant)
    {
        lock (_lock)
        {
            _made = [];
        }

        Change(job => job with
        {
            Variant = variant,
            Stage = "load",
            Step = 0,
            StepCount = 0,
            Progress = (double)variant / job.Request.Variants,
            SecondsLeft = null,
            Preview = null,
        });
    }

    /// <summary>The store has a newer state; live values stay.</summary>
    public void Stored(Job stored)
    {
        lock (_lock)
        {
            _secondsInModelBefore = _job.SecondsInModel;
            _progressAtStart = Math.Min(_progressAtStart, stored.Progress);
        }

        Change(job => job with { Attempt = stored.Attempt, Shots = stored.Shots, Notes = stored.Notes, Sequence = Math.Max(job.Sequence, stored.Sequence) });
    }

    /// <summary>Nothing more is reported: the store speaks now.</summary>
    public void End()
    {
        lock (_lock)
        {
            _ended = true;
        }
    }

    public void Note(IReadOnlyList<string> notes)
    {
        if (notes.Count > 0)
        {
            Change(job => job with { Notes = [.. job.Notes.Union(notes)] });
        }
    }

    public void Publishing() => Enter("publish", 0, 1, job => job);

    void IProgress<GenerationProgress>.Report(GenerationProgress value)
    {
        if (value.Note is { } note)
        {
            lock (_lock)
            {
                _made = [.. _made.Union([note])];
            }

            Note([note]);
        }

        Enter(value.Stage, value.Step, value.StepCount, job => job with
        {
            SecondsInModel = _secondsInModelBefore + value.SecondsInModel,
            Preview = value.Preview ?? job.Preview,
        });
    }

    void IProgress<double>.Report(double value)
    {
        // Small frames come by the thousand a second, and every report goes to every watcher.
        var now = _time.GetTimestamp();
        if (value >= 1 || _time.GetElapsedTime(Interlocked.Read(ref _encodeReported), now) >= s_encodeReports)
        {
            Interlocked.Exchange(ref _encodeReported, now);
            Enter("encode", (int)(Math.Clamp(value, 0, 1) * EncodeSteps), EncodeSteps, job => job);
        }
    }

    private void Enter(string stage, int step, int stepCount, Func<Job, Job> also) => Change(job => also(job with
    {
        Stage = stage,
        Step = step,
        StepCount = stepCount,
        Progress = Math.Max(job.Progress, (job.Variant + Fraction(stage, step, stepCount, job.Request.Upscale)) / job.Request.Variants),
    }));

    private static double Fraction(string stage, int step, int stepCount, bool isUpscaled)
    {
        var (before, rest) = (0.0, isUpscaled ? 1 - UpscaleShare : 1);
        foreach (var (name, part) in s_stages)
        {
            var share = name != Upscale ? part * rest : isUpscaled ? UpscaleShare : 0;
            if (name == stage)
            {
                return before + (stepCount > 0 ? share * Math.Clamp((double)step / stepCount, 0, 1) : 0);
            }

            before += share;
        }

        return 0;
    }

    private void Change(Func<Job, Job> change)
    {
        lock (_lock)
        {
            if (_ended)
            {
                return;
            }

            var job = change(_job);
            var elapsed = _time.GetElapsedTime(_began).TotalSeconds;
            var done = job.Progress - _progressAtStart;
            _job = job with
            {
                Sequence = job.Sequence + 1,
                SecondsTotal = SecondsTotal,
                SecondsLeft = done > LeastForEstimate ? Math.Round(elapsed / done * (1 - job.Progress), 1) : null,
            };
            _feeds.Publish(_job);
        }
    }
}
