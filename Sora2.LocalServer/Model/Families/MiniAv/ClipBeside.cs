namespace Sora2.LocalServer.Model.Families.MiniAv;

/// <summary>A clip that leads to a shot, or follows it.</summary>
/// <param name="Rows">Its latent frames next to the seam, in the order of time.</param>
/// <param name="IsStill">It was too short for a latent frame: the rows are those of one picture.</param>
/// <param name="Sound">Rows of its mix next to the seam; empty when it is silent.</param>
/// <param name="Seam">Its frame at the seam, [3, height, width]; empty for a still.</param>
internal sealed record ClipBeside(float[] Rows, bool IsStill, float[] Sound, float[] Seam);
