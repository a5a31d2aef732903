namespace Drover.Cluster;

/// <summary>Waits of any length: a timer of the platform takes 49 days at most.</summary>
internal static class Delays
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(40);

    /// <summary>The time, as far as a timer of the platform takes it.</summary>
    public static TimeSpan Limited(TimeSpan duration) => duration < s_longest ? duration : s_longest;

    public static async Task WaitAsync(TimeSpan duration, TimeProvider clock, CancellationToken cancellationToken)
    {
        for (; duration > s_longest; duration -= s_longest)
            await Task.Delay(s_longest, clock, cancellationToken);
        await Task.Delay(duration, clock, cancellationToken);
    }
}
