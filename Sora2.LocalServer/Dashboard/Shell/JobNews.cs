using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Library;

namespace Sora2.LocalServer.Dashboard.Shell;

/// <summary>Tells an open page that jobs or shots have changed.</summary>
internal static class JobNews
{
    // A step of a quick model takes milliseconds; nobody reads ten pages a second.
    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(100);

    /// <summary>Calls <paramref name="look"/> now and after every change, until the page is left. Changes that come together are told once.</summary>
    public static Task FollowAsync(JobQueue jobs, Func<Task> look, CancellationToken leaving) => FollowAsync(() => jobs.AnyChange, look, leaving);

    /// <inheritdoc cref="FollowAsync(JobQueue, Func{Task}, CancellationToken)"/>
    public static Task FollowAsync(ShotLibrary library, Func<Task> look, CancellationToken leaving) => FollowAsync(() => library.NextChange, look, leaving);

    private static async Task FollowAsync(Func<Task> next, Func<Task> look, CancellationToken leaving)
    {
        try
        {
            while (true)
            {
                var change = next();
                await look();
                await change.WaitAsync(leaving);
                await Task.Delay(s_rest, leaving);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException)
        {
            // The page is gone.
        }
    }
}
