namespace Drover.Doors.Places;

/// <summary>How many places a door has, and for whom.</summary>
public sealed record PlaceLimits
{
    /// <summary>Connections beyond the limits that are told why they are turned away; those beyond these are just closed.</summary>
    public const int Told = 16;

    /// <summary>All places. Default 1,000.</summary>
    public int Most { get; init; } = 1_000;

    /// <summary>Places that one caller may take who is no operator. Default 100.</summary>
    public int PerCaller { get; init; } = 100;

    /// <summary>Places that only operators get, at most half of all. Default 32.</summary>
    public int Reserve { get; init; } = 32;

    /// <summary>Descriptors that the process may have. A door that would bring it near this limit turns callers away. Default: no limit.</summary>
    public int Descriptors { get; init; } = int.MaxValue;

    internal QuotaLimits ForAll => new(Most, PerCaller, Math.Min(Reserve, Most / 2));

    /// <summary>A few callers cannot keep all others from being told.</summary>
    internal static QuotaLimits ForTold => new(Told, Told / 4, Told / 4);

    /// <summary>Descriptors in use from which on a caller is turned away: the last ones are for the daemon itself, and some before these for operators.</summary>
    internal int DescriptorsFor(Visitor visitor) => Descriptors - (visitor.IsOperator ? Descriptors / 16 : Descriptors / 8);
}
