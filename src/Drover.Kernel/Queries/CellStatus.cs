namespace Drover.Kernel.Queries;

/// <summary>Why a cell has a value, or has none. The numbers are those of the wire. Every status but <see cref="Normal"/> goes with null.</summary>
public enum CellStatus
{
    /// <summary>The value is there.</summary>
    Normal = 0,
    /// <summary>The resource has no such field.</summary>
    Unknown = 1,
    /// <summary>The value could not be had: its source did not answer, or answered badly.</summary>
    NoData = 2,
    /// <summary>The value does not exist for this row.</summary>
    Unavailable = 3,
    /// <summary>The source of the value is marked offline and was not asked.</summary>
    Offline = 4,
}
