using Drover.Cluster.Groups;
using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Locks;

namespace Drover.Cluster.Disks;

/// <summary>OP_GROUP_VERIFY_DISKS: <c>[errors by node, instances whose disks are to be activated, missing volumes by instance]</c>. As long as no instance has its
/// disks on nodes of ours there is nothing to find.</summary>
internal sealed class VerifyGroupDisks() : GroupOperation("OP_GROUP_VERIFY_DISKS")
{
    private static readonly RawJson s_nothing = new("[{},[],{}]"u8.ToArray());

    public override LockSet Locks(OpcodeScope scope) => Locking.Shared.WithGroup(Target(scope).Uuid, LockMode.Shared);

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision) => new(s_nothing);
}
