using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using ElementType = Sora2.LocalServer.Model.Graphs.ElementType;

namespace Sora2.LocalServer.Model.Runtime;

/// <summary>Memory of a device, for tensors that stay there from run to run.</summary>
internal sealed class DeviceMemory
{
    private readonly OrtAllocator _allocator;

    /// <exception cref="OnnxRuntimeException">The device gives none.</exception>
    public DeviceMemory(ComputeDevice device)
    {
        Device = device;
        // The provider of the processor names no memory of its own.
        (Info, _allocator) = device.IsProcessor
            ? (OrtMemoryInfo.DefaultInstance, OrtAllocator.DefaultInstance)
            : (device.EpDevice.GetMemoryInfo(OrtDeviceMemoryType.DEFAULT),
                OrtEnv.Instance().CreateSharedAllocator(device.EpDevice, OrtDeviceMemoryType.DEFAULT, OrtAllocatorType.DeviceAllocator, null));
    }

    public ComputeDevice Device { get; }

    public OrtMemoryInfo Info { get; }

    /// <summary>Whether this process reads what lies there.</summary>
    public bool IsOnHost => Device.IsProcessor;

    /// <returns>The caller's; its numbers are not set.</returns>
    /// <exception cref="OnnxRuntimeException">There is not so much.</exception>
    public Tensor Allocate(ElementType type, ReadOnlySpan<long> shape) =>
        Tensor.Take(OrtValue.CreateAllocatedTensorValue(_allocator, (TensorElementType)type, shape.ToArray()), IsOnHost);
}
