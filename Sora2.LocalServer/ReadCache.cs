using System.Collections.Concurrent;

namespace Sora2.LocalServer;

/// <summary>What was read of the disk about things that seldom change, for callers who ask for the same ones again and again. Thread-safe.</summary>
/// <param name="most">How many are kept; when there are more, all are read anew.</param>
internal sealed class ReadCache<TKey, TValue>(int most)
    where TKey : notnull
    where TValue : class
{
    private readonly ConcurrentDictionary<TKey, TValue> _known = new();
    private int _changes;

    /// <summary>What is known, or what <paramref name="read"/> says; null is never kept.</summary>
    /// <param name="mayKeep">Whether it will stay as it is until <see cref="Forget"/> says otherwise.</param>
    public TValue? Get(TKey key, Func<TKey, TValue?> read, Func<TValue, bool> mayKeep)
    {
        if (_known.TryGetValue(key, out var known))
        {
            return known;
        }

        var changes = Volatile.Read(ref _changes);
        var value = read(key);
        if (value is null || !mayKeep(value))
        {
            return value;
        }

        if (_known.Count >= most)
        {
            _known.Clear();
        }

        // A reading that a change has overtaken must not stay.
        _known[key] = value;
        if (changes != Volatile.Read(ref _changes))
        {
            _known.TryRemove(key, out _);
        }

        return value;
    }

    /// <summary>Call it after a change is on the disk.</summary>
    public void Forget(TKey key)
    {
        Interlocked.Increment(ref _changes);
        _known.TryRemove(key, out _);
    }

    /// <inheritdoc cref="Forget"/>
    public void ForgetAll()
    {
        Interlocked.Increment(ref _changes);
        _known.Clear();
    }
}
