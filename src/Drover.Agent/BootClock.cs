using Drover.Agent.Native;

namespace Drover.Agent;

/// <summary>The clock of this boot (CLOCK_BOOTTIME): the same for every process, never set, and it runs on while the machine sleeps. What one
/// daemon notes by it the next one understands.</summary>
public static class BootClock
{
    /// <summary>Time since the boot.</summary>
    public static TimeSpan Now => Libc.SinceBoot();
}
