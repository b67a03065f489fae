using Microsoft.ML.OnnxRuntime;
using SessionOptions = Microsoft.ML.OnnxRuntime.SessionOptions;

namespace Sora2.LocalServer.Model.Runtime;

/// <summary>A processor or a card that an execution provider of ONNX Runtime offers.</summary>
internal sealed class ComputeDevice
{
    private const string Suffix = "ExecutionProvider";

    // Heuristic, as an exhaustive search over the picture code's convolutions takes minutes and the memory that it needs is not there; no more memory
    // than is asked for, because the next part of the model wants the rest.
    private static readonly Dictionary<string, string> s_cuda = new()
    {
        ["cudnn_conv_algo_search"] = "HEURISTIC",
        ["cudnn_conv_use_max_workspace"] = "0",
        ["arena_extend_strategy"] = "kSameAsRequested",
    };

    internal ComputeDevice(OrtEpDevice device, int index)
    {
        EpDevice = device;
        var provider = ShortName(device.EpName);
        IsProcessor = device.HardwareDevice.Type == OrtHardwareDeviceType.CPU;
        IsGpu = device.HardwareDevice.Type == OrtHardwareDeviceType.GPU;
        Name = IsProcessor ? provider : FormattableString.Invariant($"{provider}:{index}");
        var facts = device.EpMetadata.Entries.Concat(device.HardwareDevice.Metadata.Entries).Select(static entry => $"{entry.Key} {entry.Value}");
        Description = string.Join(", ", (string[])[$"{device.HardwareDevice.Vendor} {device.HardwareDevice.Type}", device.EpName, .. facts]);
    }

    /// <summary>By which settings call it: "cpu", "cuda:0", "cuda:1".</summary>
    public string Name { get; }

    /// <summary>Maker, kind, provider, and what else the provider tells: its version, and memory where it does.</summary>
    public string Description { get; }

    public bool IsProcessor { get; }

    public bool IsGpu { get; }

    /// <summary>What ONNX Runtime knows it by; only for this folder.</summary>
    internal OrtEpDevice EpDevice { get; }

    /// <summary>A provider's name as settings have it: "CUDAExecutionProvider" is "cuda".</summary>
    internal static string ShortName(string provider) =>
        (provider.EndsWith(Suffix, StringComparison.Ordinal) ? provider[..^Suffix.Length] : provider).ToLowerInvariant();

    /// <summary>Makes a session run here.</summary>
    internal void AppendTo(SessionOptions options)
    {
        options.AppendExecutionProvider(OrtEnv.Instance(), [EpDevice], ShortName(EpDevice.EpName) == "cuda" ? s_cuda : []);
        if (!IsProcessor)
        {
            options.AddSessionConfigEntry("session.use_device_allocator_for_initializers", "1");
        }
    }
}
