namespace Drover.Agent.Output;

/// <summary>Shares room among logs: who needs little has it all, the others have the same.</summary>
internal static class OutputBudget
{
    /// <summary>The most that each may hold so that all fit; no bound if they do as they are.</summary>
    /// <param name="held">Bytes that each holds.</param>
    /// <param name="budget">Bytes for all together; below 0 for nothing.</param>
    internal static long Share(IReadOnlyCollection<long> held, long budget)
    {
        var left = held.Count;
        foreach (var size in held.Order())
        {
            if (size > budget / left)
                return Math.Max(0, budget / left);
            budget -= size;
            left--;
        }
        return long.MaxValue;
    }
}
