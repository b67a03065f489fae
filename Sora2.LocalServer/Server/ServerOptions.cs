namespace Sora2.LocalServer.Server;

/// <summary>How <c>serve</c> was called.</summary>
public sealed record ServerOptions
{
    /// <summary>TCP port on 127.0.0.1; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>
    /// Leave the caller's terminal: a process group of our own, no console log, "ready" on standard output once calls are
    /// answered and silence after it.
    /// </summary>
    public bool Detached { get; init; }

    /// <exception cref="ArgumentException">Not an option of <c>serve</c>; the message is for the user.</exception>
    public static ServerOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new ServerOptions();
        for (var i = 0; i < arguments.Length; i++)
        {
            options = arguments[i] switch
            {
                "--detached" => options with { Detached = true },
                "--port" when i + 1 < arguments.Length && ushort.TryParse(arguments[++i], out var port) => options with { Port = port },
                _ => throw new ArgumentException($"serve: got \"{arguments[i]}\"; allowed: --port 0..65535, --detached."),
            };
        }

        return options;
    }
}
