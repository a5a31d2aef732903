namespace Drover.Services.Plans;

/// <summary>What a step of a plan does to an entry.</summary>
public enum CltabPlanKind
{
    /// <summary>It is stopped.</summary>
    Stop,

    /// <summary>It is stopped and started anew, for it was changed.</summary>
    Restart,

    /// <summary>It is started.</summary>
    Start,

    /// <summary>It stays as it is.</summary>
    Leave,

    /// <summary>It belongs to the level, and is off, or was stopped by order.</summary>
    Skip,
}
