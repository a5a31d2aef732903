namespace Drover.Luxi.Requests;

/// <summary>What a call is like for the loop that serves all connections.</summary>
internal enum CallKind
{
    /// <summary>It may take long: it is worked on elsewhere.</summary>
    Long,
    /// <summary>It takes microseconds before it waits, for the writer or for a job: it is begun on the loop's thread, and ends there.</summary>
    Short,
    /// <summary>The same, and it only looks: the same message may be answered by the same call again.</summary>
    Look,
}
