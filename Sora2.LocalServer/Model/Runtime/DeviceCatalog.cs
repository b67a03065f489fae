using System.Text.RegularExpressions;
using Microsoft.ML.OnnxRuntime;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Model.Runtime;

/// <summary>
/// The devices of this machine: the processor, and those of the provider libraries that lie in a folder. Loads these libraries, foreign
/// code, into the process: never the server's own.
/// </summary>
internal sealed partial class DeviceCatalog
{
    /// <summary>The setting that takes the first GPU there is, else the processor.</summary>
    public const string Automatic = "auto";

    /// <summary>The setting that loads no provider at all.</summary>
    public const string Processor = "cpu";

    private static readonly Lock s_registering = new();
    private static readonly Dictionary<string, string?> s_registered = new(StringComparer.Ordinal);

    /// <param name="runtime">Any of this process: ONNX Runtime must have begun.</param>
    /// <param name="folder">Of provider libraries; need not be there.</param>
    public DeviceCatalog(ModelRuntime runtime, string folder)
    {
        ArgumentNullException.ThrowIfNull(runtime);
        var tried = LibrariesIn(folder).Select(static library => (Library: Path.GetFileName(library), Reason: Register(library))).ToList();
        Devices = [.. OrtEnv.Instance().GetEpDevices().GroupBy(static device => device.EpName)
            .SelectMany(static group => group.Select(static (device, index) => new ComputeDevice(device, index)))];
        var none = Devices.All(static device => device.IsProcessor) ? "no device of it is seen; its driver may be missing" : null;
        Problems = [.. tried.Select(library => (library.Library, Reason: library.Reason ?? none)).Where(static library => library.Reason is not null)
            .Select(static library => $"{library.Library} cannot be used: {library.Reason!.TrimEnd('.')}.")];
    }

    public IReadOnlyList<ComputeDevice> Devices { get; }

    /// <summary>A sentence for each library that could not be loaded, or offers nothing.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>The provider libraries of a folder, by name; none where there is no folder. Loads nothing.</summary>
    public static IReadOnlyList<string> LibrariesIn(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder).Where(static file => Library().IsMatch(Path.GetFileName(file))).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The device that a setting means.</summary>
    /// <param name="wanted">"auto", "cpu" or the name of a device.</param>
    /// <exception cref="InvalidRequestException">There is no such device.</exception>
    public ComputeDevice Choose(string wanted) => wanted == Automatic
        ? Devices.FirstOrDefault(static device => device.IsGpu) ?? Devices.First(static device => device.IsProcessor)
        : Devices.FirstOrDefault(device => device.Name == wanted) ?? throw new InvalidRequestException(
            "device", string.Join(" ", (string[])[$"\"{wanted}\", which is not there.", .. Problems]), $"auto, {string.Join(", ", Devices.Select(static device => device.Name))}");

    // A process loads a library once, and keeps it.
    private static string? Register(string library)
    {
        lock (s_registering)
        {
            if (!s_registered.TryGetValue(library, out var reason))
            {
                try
                {
                    OrtEnv.Instance().RegisterExecutionProviderLibrary(library, library);
                }
                catch (OnnxRuntimeException error)
                {
                    reason = error.Message;
                }

                s_registered.Add(library, reason);
            }

            return reason;
        }
    }

    // "shared" is what providers are joined to ONNX Runtime with, no provider.
    [GeneratedRegex(@"^(lib)?onnxruntime_providers_(?!shared\.)\w+\.(so|dll|dylib)$")]
    private static partial Regex Library();
}
