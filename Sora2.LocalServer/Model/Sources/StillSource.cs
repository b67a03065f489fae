using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Model.Sources;

/// <summary>Reads a picture from outside, conformed to a size: [3, height, width], RGB in -1..1. Blocks.</summary>
public delegate float[] StillSource(string path, int width, int height, FitPolicy fit, CancellationToken cancellationToken);
