using Drover.Kernel.State;
using Drover.Nodes;

namespace Drover.Cluster.Nodes;

/// <summary>Which machine is which node of the cluster: the one of the same name, or the only one whose first label it has (<c>docs/adr/0037-nodes-and-agents.md</c>).</summary>
internal sealed class MachineTies
{
    private readonly KernelState _state;
    private readonly INodes? _machines;
    private readonly Lazy<(Dictionary<string, INode> ByNode, Dictionary<string, Node> ByMachine)> _byLabel;

    /// <param name="state">Has the nodes of the cluster.</param>
    /// <param name="machines">The machines that are known; null for none.</param>
    public MachineTies(KernelState state, INodes? machines)
    {
        (_state, _machines) = (state, machines);
        _byLabel = new(() =>
        {
            var ties = TiedByLabel().ToList();
            return (ties.ToDictionary(tie => tie.Node.Uuid, tie => tie.Machine, StringComparer.Ordinal), ties.ToDictionary(tie => tie.Machine.Name, tie => tie.Node, StringComparer.Ordinal));
        });
    }

    /// <summary>Machines that are no nodes of the cluster.</summary>
    public IEnumerable<INode> Strangers => _machines?.All.Where(IsStranger) ?? [];

    /// <summary>The machine of a node; null when none is known. That of the master is the own, by whatever name it was started.</summary>
    public INode? MachineOf(Node node) =>
        _machines?.Find(IsMaster(node) ? _machines.Own : node.Name)
        ?? (_machines is null ? null : _byLabel.Value.ByNode.GetValueOrDefault(node.Uuid));

    /// <summary>The machine of that name that is no node of the cluster; null when there is none.</summary>
    public INode? Stranger(string name) => _machines?.Find(name) is { } machine && IsStranger(machine) ? machine : null;

    /// <summary>The node that a machine is, other than the own one; null when it is none.</summary>
    public Node? NodeOf(INode machine) => _state.Objects.FindByName(ClusterKinds.Node, machine.Name) ?? _byLabel.Value.ByMachine.GetValueOrDefault(machine.Name);

    private bool IsStranger(INode machine) => machine.Name != _machines!.Own && NodeOf(machine) is null;

    private IEnumerable<(Node Node, INode Machine)> TiedByLabel() =>
        from tie in NameTies.ByLabel(_state.Nodes().Select(node => node.Name), _machines!.All.Select(machine => machine.Name))
        let node = _state.Objects.FindByName(ClusterKinds.Node, tie.Node)
        let machine = _machines.Find(tie.Machine)
        where machine is not null && machine.Name != _machines.Own && !IsMaster(node)
        select (node, machine);

    private bool IsMaster(Node node) => node.Uuid == _state.Cluster().MasterNode;
}
