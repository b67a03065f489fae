using System.Collections.Concurrent;

namespace Sora2.PluginHost.Abi;

/// <summary>The objects that callers know by number. Numbers are never given twice, so a stale one is refused. Thread-safe.</summary>
internal sealed class HandleTable
{
    private readonly ConcurrentDictionary<ulong, Entry> _entries = new();
    private ulong _last;

    /// <summary>What is in the table, for tests.</summary>
    public int Count => _entries.Count;

    /// <param name="owner">Takes this handle with it when it goes; null for none.</param>
    public ulong Add(object value, object? owner)
    {
        var handle = Interlocked.Increment(ref _last);
        _entries[handle] = new Entry(value, owner);
        return handle;
    }

    /// <exception cref="BadHandleException">No such handle of this kind.</exception>
    public T Get<T>(ulong handle, string wanted)
        where T : class =>
        _entries.TryGetValue(handle, out var entry) && entry.Value is T value ? value : throw new BadHandleException(handle, wanted);

    /// <summary>Takes a handle back. Of two threads that do, one gets the object.</summary>
    /// <exception cref="BadHandleException">No such handle of this kind.</exception>
    public T Remove<T>(ulong handle, string wanted)
        where T : class
    {
        var value = Get<T>(handle, wanted);
        return _entries.TryRemove(handle, out _) ? value : throw new BadHandleException(handle, wanted);
    }

    /// <summary>Takes back all handles of an owner.</summary>
    public IReadOnlyList<object> RemoveOwned(object owner)
    {
        List<object> removed = [];
        foreach (var (handle, entry) in _entries)
        {
            if (ReferenceEquals(entry.Owner, owner) && _entries.TryRemove(handle, out _))
            {
                removed.Add(entry.Value);
            }
        }

        return removed;
    }

    private sealed record Entry(object Value, object? Owner);
}
