namespace Sora2.LocalServer.Jobs;

/// <summary>Where a waiting job is moved to.</summary>
public enum QueueMove
{
    /// <summary>The next to run.</summary>
    First,

    /// <summary>One place nearer.</summary>
    Up,

    /// <summary>One place farther.</summary>
    Down,

    Last,

    /// <summary>Right before another waiting job.</summary>
    Before,

    /// <summary>Right after another waiting job.</summary>
    After,
}
