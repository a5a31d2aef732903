using Drover.Locks;

namespace Drover.Kernel.Jobs;

/// <summary>Puts lock waits into words.</summary>
internal static class LockWording
{
    private const int MostClosed = 3;

    /// <summary>Who is in the way, such as <c>job 17 holds node n1 exclusively</c>.</summary>
    public static string Describe(KernelModel model, State.KernelState state, LockBlocker blocker)
    {
        var verb = blocker.Holds ? "holds" : "asked earlier for";
        var left = blocker.Abandoned ? " (its job was killed, the operation has not returned; 'drover break-locks' frees it)" : "";
        return $"job {blocker.Owner} {verb} {Title(model, state, blocker.Has.Lock)} {Manner(blocker.Has.Mode)}{left}";
    }

    /// <summary>What cannot be chosen, such as <c>device b1 is in maintenance</c>.</summary>
    public static string Describe(KernelModel model, State.KernelState state, ClosedLock closed) => $"{Title(model, state, closed.Lock)} is {closed.Reason}";

    /// <summary>The first thing in the way, and how many more there are.</summary>
    public static string Summary(KernelModel model, State.KernelState state, LockWait wait)
    {
        if (wait.Blockers.IsEmpty && wait.Closed.IsEmpty)
            return "its locks";
        // One candidate is no choice.
        var isNoChoice = wait.Shortages is [{ Candidates: 1 }];
        if (wait.Blockers.IsEmpty && isNoChoice)
            return $"{Title(model, state, wait.Closed[0].Lock)}, which is {wait.Closed[0].Reason}";
        if (wait.Blockers.IsEmpty)
            return $"{string.Join(", and ", wait.Shortages.Select(Describe))}: {string.Join("; ", wait.Closed.Take(MostClosed).Select(closed => Describe(model, state, closed)))}"
                + (wait.Closed.Length > MostClosed ? $"; and {wait.Closed.Length - MostClosed} more" : "");
        var first = wait.Blockers[0];
        var others = wait.Blockers.Length - 1 + wait.Closed.Length;
        var more = others > 0 ? $", and {others} more in the way" : "";
        var reason = $"{Describe(model, state, first)}{more}";
        return wait.Shortages.IsEmpty || isNoChoice || wait.Request.Set.Demands.Contains(first.Wanted)
            ? $"{Title(model, state, first.Wanted.Lock)} {Manner(first.Wanted.Mode)}, because {reason}"
            : $"{string.Join(", and ", wait.Shortages.Select(Describe))}: {reason}";
    }

    private static string Describe(LockShortage shortage)
    {
        var free = $"{shortage.Free} {(shortage.Free == 1 ? "is" : "are")} free";
        var enough = shortage.Free >= shortage.Minimum ? " but needed by another part of the same request" : "";
        return $"{shortage.Minimum} of {shortage.Candidates} candidates of the level {shortage.Level}, of which {free}{enough}";
    }

    private static string Manner(LockMode mode) => mode == LockMode.Exclusive ? "exclusively" : "shared";

    private static string Title(KernelModel model, State.KernelState state, LockName name) =>
        name.Member is null ? $"all locks of the level {name.Level}" : model.LockTitle(state, name);
}
