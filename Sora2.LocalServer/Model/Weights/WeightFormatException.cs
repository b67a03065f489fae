namespace Sora2.LocalServer.Model.Weights;

/// <summary>A weight file that is damaged, hostile, or not what the pack's configuration says.</summary>
internal sealed class WeightFormatException(string file, string problem)
    : Exception($"{Path.GetFileName(file)}: {problem}")
{
    public string File { get; } = file;

    public string Problem { get; } = problem;
}
