namespace Drover.Kernel.Queries;

/// <summary>What a query sees: one moment of the kernel's state, and the store behind it.</summary>
public sealed class QueryContext
{
    /// <summary>Journal time of the query.</summary>
    public required Timestamp Now { get; init; }
}
