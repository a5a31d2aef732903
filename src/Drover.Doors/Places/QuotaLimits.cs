namespace Drover.Doors.Places;

/// <summary>How much of something there is, and who may have how much of it.</summary>
/// <param name="Most">What all may have together.</param>
/// <param name="PerCaller">What one caller may have who is no operator.</param>
/// <param name="Reserve">What is left to operators.</param>
public readonly record struct QuotaLimits(long Most, long PerCaller, long Reserve)
{
    /// <summary>What callers may have together who are no operators.</summary>
    public long ForOthers => Most - Reserve;

    /// <summary>Memory of a door: one caller may have a quarter of it, another quarter is left to operators.</summary>
    /// <param name="most">Bytes of all together.</param>
    /// <param name="request">Longest request in bytes, which one caller may send in any case.</param>
    public static QuotaLimits OfBytes(long most, long request) => new(most, Math.Max(most / 4, request), Math.Min(most / 4, most - request));
}
