using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Sources;
using Sora2.LocalServer.Planning;

namespace Sora2.LocalServer.Model;

/// <summary>A pack of some family, opened to make shots. Lives in the worker process only.</summary>
internal interface IShotModel : IDisposable
{
    /// <summary>Fills the reel's picture and the plan's stems, dialogue excepted. Blocks.</summary>
    /// <param name="mix">Draws frames between the model's, where the plan wants that.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the reel is undefined.</exception>
    void Make(GenerationPlan plan, ReelWriter reel, PlannedMedia media, FrameMixer? mix, ProgressLog log, CancellationToken cancellationToken);
}
