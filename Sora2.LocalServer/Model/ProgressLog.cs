using Sora2.LocalServer.Model.Runtime;

namespace Sora2.LocalServer.Model;

/// <summary>Reports stages with the time that models took since this reel was begun.</summary>
internal sealed class ProgressLog(IProgress<GenerationProgress> progress, ModelRuntime runtime)
{
    private readonly TimeSpan _before = runtime.TimeInModel;

    public void Report(string stage, int step, int stepCount, PreviewFrame? preview = null) =>
        progress.Report(new GenerationProgress(stage, step, stepCount, (runtime.TimeInModel - _before).TotalSeconds, preview));
}
