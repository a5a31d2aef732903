namespace Drover.Locks;

/// <summary>How a lock is wanted or held. Two holders of one lock get along only when both are <see cref="Shared"/>.</summary>
public enum LockMode
{
    /// <summary>Together with other shared holders.</summary>
    Shared,

    /// <summary>Alone.</summary>
    Exclusive,
}

internal static class LockModes
{
    public static bool Conflicts(LockMode one, LockMode other) => one == LockMode.Exclusive || other == LockMode.Exclusive;

    /// <summary>The word for a mode in listings, journal and messages.</summary>
    public static string Word(this LockMode mode) => mode == LockMode.Exclusive ? "exclusive" : "shared";
}
