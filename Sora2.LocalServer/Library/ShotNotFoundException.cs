namespace Sora2.LocalServer.Library;

/// <summary>The library holds no shot of this name.</summary>
public sealed class ShotNotFoundException(string name)
    : Exception($"There is no shot {(name.Length <= 128 ? $"\"{name}\"" : $"with a name of {name.Length} characters")}. List the shots to see those that are.")
{
    public string Name { get; } = name;
}
