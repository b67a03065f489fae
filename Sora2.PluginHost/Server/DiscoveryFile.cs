using System.Diagnostics;
using System.Text.Json;
using Sora2.Contracts.V1;

namespace Sora2.PluginHost.Server;

/// <summary>Reads where the server listens. What was left behind by a dead one counts as nothing.</summary>
public static class DiscoveryFile
{
    // A discovery file has some 300 bytes; more is none.
    private const int MaxBytes = 64 << 10;

    /// <summary>The endpoint of a server that is alive, or null: no file, no discovery file, or its process is gone.</summary>
    public static Endpoint? TryRead(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > MaxBytes)
            {
                return null;
            }

            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = json.RootElement;
            var endpoint = new Endpoint
            {
                Address = Text(root, "address"),
                Socket = Text(root, "socket"),
                Pipe = Text(root, "pipe"),
                Token = Text(root, "token"),
                Pid = root.GetProperty("pid").GetInt32(),
                Version = Text(root, "version"),
                Contract = root.GetProperty("contract").GetInt32(),
            };
            return endpoint.Pid > 0 && IsAlive(endpoint.Pid) ? endpoint : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException
            or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static string Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
