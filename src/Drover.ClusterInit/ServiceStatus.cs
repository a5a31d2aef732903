using Drover.Nodes;
using Drover.Services.Nodes;

namespace Drover.ClusterInit;

/// <summary>The groups of a node in the words of Cluster::Init.</summary>
/// <param name="own">The node whose services they are: this wire names none.</param>
/// <param name="reports">Tells when something of the services has changed.</param>
internal sealed class ServiceStatus(INode own, NodeReports reports) : IServiceStatus
{
    /// <inheritdoc/>
    public IReadOnlyList<GroupStatus> Groups =>
        [.. own.Services.View.Groups.Select(row => new GroupStatus(row.Name, row.Level ?? "", Word(row.StatusWord)))];

    /// <inheritdoc/>
    public event EventHandler? GroupsChanged
    {
        add => reports.Changed += value;
        remove => reports.Changed -= value;
    }

    /// <summary>One of Cluster::Init's own words.</summary>
    public static GroupWord Word(string word) => Enum.Parse<GroupWord>(word, ignoreCase: true);
}
