using Sora2.LocalServer.Model.Runtime;
using Sora2.LocalServer.Planning;

namespace Sora2.LocalServer.Model.Families.MiniAv;

/// <summary>Text rows of a plan's prompts, each encoded once; with guidance beside the negative one.</summary>
internal sealed class PromptRows(MiniAvModel model, GenerationPlan plan, CancellationToken cancellationToken) : IDisposable
{
    private readonly Dictionary<string, (Tensor Text, Tensor MotionText)> _known = [];

    /// <summary>For the denoiser and for the motion denoiser, [1 or 2, rows, width] each; they stay this object's.</summary>
    public (Tensor Text, Tensor MotionText) Of(string prompt)
    {
        if (!_known.TryGetValue(prompt, out var rows))
        {
            using var ids = plan.GuidanceScale != 1 ? model.TextIds(prompt, plan.NegativePrompt) : model.TextIds(prompt);
            rows = (model.EncodeText(model.Text, ids, cancellationToken), model.EncodeText(model.MotionText, ids, cancellationToken));
            _known.Add(prompt, rows);
        }

        return rows;
    }

    public void Dispose()
    {
        foreach (var (text, motionText) in _known.Values)
        {
            text.Dispose();
            motionText.Dispose();
        }
    }
}
