using Drover.Agent.Trees;
using Drover.Nodes.Services;

namespace Drover.Agent.Leases;

/// <summary>An invocation of which something lives, as a look has found it.</summary>
public sealed class LivingTree
{
    private readonly Invocation _invocation;
    private readonly IReadOnlyList<ScannedProcess> _members;

    internal LivingTree(ProcessKey key, Invocation invocation, IReadOnlyList<ScannedProcess> members) => (Key, _invocation, _members) = (key, invocation, members);

    /// <summary>The entry that it is of.</summary>
    public ProcessKey Key { get; }

    /// <summary>What lives, as <c>name (number)</c>.</summary>
    public IEnumerable<string> Processes => _members.Select(process => $"{process.Name} ({process.Pid})");

    /// <summary>Kills all that the look has found, and what is in its cgroup by now. Look again: something may have been born meanwhile.</summary>
    public void Kill() => Tree.Kill(_invocation, _members);
}
