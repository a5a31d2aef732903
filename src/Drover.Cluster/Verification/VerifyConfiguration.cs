using Drover.Kernel.Operations;
using Drover.Locks;

namespace Drover.Cluster.Verification;

/// <summary>OP_CLUSTER_VERIFY_CONFIG: checks what the configuration says about itself, and the journal against the rows. The result is
/// whether all is well.</summary>
/// <param name="journalCheck">Names each difference between journal and rows; null when there is nothing to ask.</param>
internal sealed class VerifyConfiguration(Func<CancellationToken, Task<IReadOnlyList<string>>>? journalCheck)
    : ClusterEffectOperation("OP_CLUSTER_VERIFY_CONFIG")
{
    /// <summary>It only looks.</summary>
    public override Recovery Recovery => Recovery.Requeue;

    public override bool Interruptible => true;

    public override LockSet Locks(OpcodeScope scope) => Locking.Shared
        .WithAll(Locking.Instance, LockMode.Shared).WithAll(Locking.Group, LockMode.Shared)
        .WithAll(Locking.Node, LockMode.Shared).WithAll(Locking.NodeRes, LockMode.Shared);

    protected override async Task<OpcodeOutcome> DoAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var findings = new Findings(context);
        var state = context.State;
        findings.Begin("Verifying references between objects");
        ReferenceChecks.Run(state, findings);
        findings.Begin("Verifying that names, identifiers and addresses are unique");
        UniquenessChecks.Run(state, findings);
        findings.Begin("Verifying parameters and their ranges");
        ParameterChecks.Run(state, findings);
        findings.Begin("Verifying the journal against the stored rows");
        if (journalCheck is null)
            findings.Note("left out: this daemon has no check of its journal");
        else
            foreach (var difference in await journalCheck(cancellationToken))
                findings.Error("ECLUSTERCFG", "cluster", "", difference);
        return new OpcodeOutcome(RawJson.Write(w => w.WriteBooleanValue(findings.AllWell)));
    }
}
