namespace Drover.Doors.Places;

/// <summary>What there is too little of.</summary>
public enum Shortage
{
    /// <summary>There is enough.</summary>
    None,

    /// <summary>The caller has as much as one may have.</summary>
    OfCaller,

    /// <summary>All is taken, or what is left is kept for operators.</summary>
    OfAll,
}
