using System.IO.MemoryMappedFiles;

namespace Sora2.LocalServer.Model.Weights;

/// <summary>A .safetensors file, read by memory map: opening it costs no memory, whatever its size.</summary>
internal sealed unsafe class SafetensorsFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    private SafetensorsFile(string path)
    {
        Path = path;
        // Of the file that is meant: a link has a length of its own.
        var length = ((new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) as FileInfo) ?? new FileInfo(path)).Length;
        if (length == 0)
        {
            throw new WeightFormatException(path, "it is empty.");
        }

        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start + _view.PointerOffset;
        try
        {
            var prefix = new ReadOnlySpan<byte>(_start, (int)Math.Min(length, SafetensorsHeader.MaxHeaderLength + 8L));
            Tensors = SafetensorsHeader.Read(path, prefix, length);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Path { get; }

    public IReadOnlyDictionary<string, StoredTensor> Tensors { get; }

    /// <exception cref="WeightFormatException">Damaged or hostile.</exception>
    public static SafetensorsFile Open(string path) => new(path);

    /// <summary>The bytes of a tensor; valid while the file is open.</summary>
    public byte* PointerTo(StoredTensor tensor) => _start + tensor.Offset;

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
