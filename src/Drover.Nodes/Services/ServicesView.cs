namespace Drover.Nodes.Services;

/// <summary>All groups and processes of one moment.</summary>
/// <param name="Version">Rises with each change.</param>
/// <param name="Groups">Groups in order of their names.</param>
/// <param name="Processes">Processes in order of their names.</param>
public sealed record ServicesView(long Version, IReadOnlyList<GroupRow> Groups, IReadOnlyList<ProcessRow> Processes);
