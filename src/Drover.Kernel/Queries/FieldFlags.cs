namespace Drover.Kernel.Queries;

/// <summary>What filters and queries have to know about a field beyond its kind.</summary>
[Flags]
public enum FieldFlags
{
    /// <summary>Nothing special.</summary>
    None = 0,
    /// <summary>Equality also holds for a leading part of the name that ends before a dot.</summary>
    Hostname = 1,
    /// <summary>The value is a <c>[seconds, microseconds]</c> pair that filters compare as one number of seconds.</summary>
    SplitTimestamp = 2,
    /// <summary>The value is a job id: texts of digits compare as numbers.</summary>
    JobId = 4,
    /// <summary>The value is costly: it needs the resource's probe, which runs only when such a field is asked for.</summary>
    Live = 8,
}
