namespace Sora2.LocalServer.Model;

/// <summary>Reads a stem from outside: mono, 24 kHz, all of it. Blocks.</summary>
public delegate float[] SoundSource(string path, CancellationToken cancellationToken);
