using Sora2.LocalServer.Model.Runtime;

namespace Sora2.LocalServer.Model;

/// <summary>Reports stages with the time that models took since this reel was begun.</summary>
internal sealed class ProgressLog(IProgress<GenerationProgress> progress, ModelRuntime runtime)
{
    private readonly TimeSpan _before = runtime.TimeInModel;
    private GenerationProgress? _last;

    public void Report(string stage, int step, int stepCount, PreviewFrame? preview = null)
    {
        _last = new GenerationProgress(stage, step, stepCount, (runtime.TimeInModel - _before).TotalSeconds, null);
        progress.Report(_last with { Preview = preview });
    }

    /// <summary>Tells the user how the shot is made.</summary>
    public void Note(string note) => progress.Report((_last ?? new GenerationProgress("load", 0, 1, 0)) with { Note = note });

    /// <summary>Says the last report again: within a long step, that work goes on. A worker that is silent for long counts as hung.</summary>
    public void Continue()
    {
        if (_last is { } last)
        {
            progress.Report(last with { SecondsInModel = (runtime.TimeInModel - _before).TotalSeconds });
        }
    }
}
