using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Sora2.LocalServer.Jobs.Store;

namespace Sora2.LocalServer.Jobs.Workers;

/// <summary>One worker process and the two streams to it.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Process _process;
    // Of the runtime and of C++, which end the process where even saying so properly takes memory.
    private static readonly string[] s_memoryWords = ["Out of memory.", "std::bad_alloc"];

    private readonly SemaphoreSlim _writing = new(1);
    private volatile bool _saidOutOfMemory;

    private WorkerProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool IsAlive => !_process.HasExited;

    /// <summary>Whether its last words were that memory ran out; known once <see cref="ExitCodeAsync"/> has returned.</summary>
    public bool SaidOutOfMemory => _saidOutOfMemory;

    /// <exception cref="InvalidOperationException">The program could not be started.</exception>
    public static WorkerProcess Start(WorkerCommand command, ILogger log)
    {
        var start = new ProcessStartInfo(command.FileName, command.Arguments)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = s_utf8,
            StandardOutputEncoding = s_utf8,
            StandardErrorEncoding = s_utf8,
        };
        try
        {
            var process = Process.Start(start) ?? throw new InvalidOperationException("The worker did not start.");
            var worker = new WorkerProcess(process);
            process.ErrorDataReceived += (_, line) => worker.Hear(line.Data, log);
            process.BeginErrorReadLine();
            return worker;
        }
        catch (Win32Exception error)
        {
            throw new InvalidOperationException($"The worker {command.FileName} could not be started: {error.Message}.", error);
        }
    }

    /// <summary>Sends one line. A worker that is gone is noticed by the reader.</summary>
    public async Task SendAsync(WorkerRequest request)
    {
        await _writing.WaitAsync();
        try
        {
            await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request, JobJson.Options));
            await _process.StandardInput.FlushAsync();
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The pipe is closed: ReadAsync returns null.
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>The next reply; null when the worker is gone. Lines that are no reply come from native libraries and are skipped.</summary>
    public async Task<WorkerReply?> ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith('{'))
            {
                continue;
            }

            try
            {
                return JsonSerializer.Deserialize<WorkerReply>(line, JobJson.Options);
            }
            catch (JsonException)
            {
                // Half a line from a worker that died, or foreign output.
            }
        }

        return null;
    }

    /// <summary>Waits for the end of a worker whose output has ended.</summary>
    public async Task<int?> ExitCodeAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public void Kill()
    {
        try
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // It ended by itself in between.
        }
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
        _writing.Dispose();
    }

    private void Hear(string? line, ILogger log)
    {
        Log.WorkerSays(log, line);
        _saidOutOfMemory |= line is not null && s_memoryWords.Any(words => line.Contains(words, StringComparison.Ordinal));
    }
}
