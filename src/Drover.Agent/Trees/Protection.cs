namespace Drover.Agent.Trees;

/// <summary>Words for what does not keep processes together on this machine.</summary>
internal static class Protection
{
    /// <summary>Null if nothing is missing.</summary>
    /// <param name="noCgroups">Why there are no cgroups; null if there are.</param>
    /// <param name="noLibrary">Why processes are not started by libdrover-spawn; null if they are.</param>
    internal static string? Missing(string? noCgroups, string? noLibrary) => (noCgroups, noLibrary) switch
    {
        (null, null) => null,
        ({ } why, _) => $"Processes have no cgroup of their own: {why}. One that leaves its session and clears its environment can escape a stop.",
        (null, { } why) => $"Processes are put into their cgroup after their start and not before: {why}. One that leaves its session and clears its environment at once can escape a stop.",
    };
}
