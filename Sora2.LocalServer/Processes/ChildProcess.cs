using System.Diagnostics;
using System.Text;

namespace Sora2.LocalServer.Processes;

/// <summary>
/// Runs one program to its end without a shell: standard input and output as bytes, the tail of standard error as text.
/// Cancellation and the time limit kill the program and all it started.
/// </summary>
internal sealed class ChildProcess(string fileName, IEnumerable<string> arguments)
{
    // Enough for the lines that matter; a program that floods standard error costs no memory.
    private const int ErrorTailCharacters = 8192;

    private readonly string[] _arguments = [.. arguments];

    /// <summary>Longest the program may run; it is killed then.</summary>
    public TimeSpan TimeLimit { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>More bytes than this on standard output end the program.</summary>
    public long OutputLimitBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Takes standard output as it comes, instead of memory; the limit holds all the same. The caller disposes it.</summary>
    public Stream? Output { get; init; }

    /// <param name="input">Writes standard input; null closes it at once. A program that stops reading early is no error here.</param>
    /// <returns>Exit code, standard output unless <see cref="Output"/> takes it, and the tail of standard error.</returns>
    /// <exception cref="IOException"><see cref="Output"/> cannot be written; the program is gone.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the program is gone.</exception>
    /// <exception cref="TimeoutException">It ran past <see cref="TimeLimit"/>; the program is gone.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">It could not be started.</exception>
    public async Task<ChildProcessResult> RunAsync(
        Func<Stream, CancellationToken, Task>? input, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var process = Start();
        using var deadline = new CancellationTokenSource(TimeLimit);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        await using var kill = stop.Token.Register(() => Kill(process));

        var error = ReadTailAsync(process.StandardError);
        var output = ReadOutputAsync(process);
        try
        {
            await FeedAsync(process, input, stop.Token);
            var bytes = await output;
            var tail = await error;
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            if (deadline.IsCancellationRequested)
            {
                throw NotInTime();
            }

            return new ChildProcessResult(process.ExitCode, bytes, tail);
        }
        finally
        {
            Kill(process);
            await Task.WhenAll(output, error).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Runs with no input and lets its output go. Blocks.</summary>
    /// <returns>Exit code and the tail of standard error.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; the program is gone.</exception>
    /// <exception cref="TimeoutException">It ran past <see cref="TimeLimit"/>; the program is gone.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">It could not be started.</exception>
    public (int ExitCode, string Error) Run(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var process = Start();
        using var kill = cancellationToken.Register(() => Kill(process));
        var error = new StringBuilder();
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null && error.Length < ErrorTailCharacters)
            {
                error.AppendLine(line.Data);
            }
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeLimit))
        {
            Kill(process);
            process.WaitForExit();
            throw NotInTime();
        }

        // The call without a limit also waits for the last lines.
        process.WaitForExit();
        cancellationToken.ThrowIfCancellationRequested();
        return (process.ExitCode, error.ToString().Trim());
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(fileName)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var argument in _arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // Numbers in the program's output stay readable, whatever the user's language.
        start.Environment["LC_ALL"] = "C";
        return Process.Start(start) ?? throw new InvalidOperationException($"{fileName} did not start.");
    }

    private static async Task FeedAsync(
        Process process, Func<Stream, CancellationToken, Task>? input, CancellationToken cancellationToken)
    {
        try
        {
            if (input is not null)
            {
                await input(process.StandardInput.BaseStream, cancellationToken);
            }
        }
        catch (IOException)
        {
            // The program closed its end: its exit code and standard error say why.
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Killed by now; the caller is told once the program is gone.
        }
        finally
        {
            try
            {
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // Closing flushes into a pipe nobody reads any more.
            }
        }
    }

    private async Task<byte[]> ReadOutputAsync(Process process)
    {
        using var bytes = new MemoryStream();
        var target = Output ?? bytes;
        var buffer = new byte[Output is null ? 64 * 1024 : 1024 * 1024];
        var total = 0L;
        int count;
        while ((count = await process.StandardOutput.BaseStream.ReadAsync(buffer)) > 0)
        {
            total += count;
            if (total > OutputLimitBytes)
            {
                Kill(process);
                throw new InvalidDataException(
                    $"{Path.GetFileName(fileName)} wrote more than the {OutputLimitBytes} bytes that were expected and was stopped.");
            }

            try
            {
                await target.WriteAsync(buffer.AsMemory(0, count));
            }
            catch
            {
                // Nobody reads on: the program would wait for ever.
                Kill(process);
                throw;
            }
        }

        return bytes.ToArray();
    }

    private static async Task<string> ReadTailAsync(StreamReader reader)
    {
        var text = new StringBuilder();
        var buffer = new char[4096];
        int count;
        while ((count = await reader.ReadAsync(buffer)) > 0)
        {
            text.Append(buffer, 0, count);
            if (text.Length > ErrorTailCharacters)
            {
                text.Remove(0, text.Length - ErrorTailCharacters);
            }
        }

        return text.ToString().Trim();
    }

    private TimeoutException NotInTime() =>
        new($"{Path.GetFileName(fileName)} did not end within {TimeLimit.TotalSeconds:0} s and was stopped.");

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (InvalidOperationException)
        {
            // It ended by itself in between.
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // It is ending and cannot be signalled any more.
        }
    }
}
