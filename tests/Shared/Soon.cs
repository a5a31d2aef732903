namespace Drover.Tests.Shared;

/// <summary>Waits for what nobody tells, such as the count of a door's connections.</summary>
internal static class Soon
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    /// <summary>Looks again and again, with a pause in between so that what is waited for gets the processor, until something holds.</summary>
    public static async Task HoldsAsync(Func<bool> holds)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        var since = TimeProvider.System.GetTimestamp();
        while (!holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < s_patience, "What the test waits for did not happen within a minute.");
            await pause.WaitForNextTickAsync();
        }
    }
}
