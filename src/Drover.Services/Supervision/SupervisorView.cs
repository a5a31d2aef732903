namespace Drover.Services.Supervision;

/// <summary>All groups and processes of one moment.</summary>
public sealed record SupervisorView(IReadOnlyList<GroupRow> Groups, IReadOnlyList<ProcessRow> Processes)
{
    /// <summary>Before anything is known.</summary>
    public static SupervisorView Empty { get; } = new([], []);
}
