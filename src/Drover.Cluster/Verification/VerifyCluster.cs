using Drover.Kernel;
using Drover.Kernel.Commands;
using Drover.Kernel.Operations;
using Drover.Opcodes;

namespace Drover.Cluster.Verification;

/// <summary>OP_CLUSTER_VERIFY: submits one job for the configuration and one for each node group, which wait for the first.
/// The result lists the jobs.</summary>
internal sealed class VerifyCluster() : ClusterStateOperation("OP_CLUSTER_VERIFY")
{
    private static readonly string[] s_passedOn = ["debug_simulate_errors", "error_codes", "ignore_errors", "verbose"];

    public override void CheckPrerequisites(OpcodeScope scope)
    {
        if (scope["group_name"].Text() is { } name)
            scope.State.RequireGroup(name);
    }

    protected override OpcodeOutcome Decide(OpcodeScope scope, Decision decision)
    {
        var jobs = new List<IReadOnlyList<AcceptedOpcode>>();
        var wanted = scope["group_name"].Text();
        if (wanted is null)
            jobs.Add([Opcode(scope, decision.Model, "OP_CLUSTER_VERIFY_CONFIG", null, 0)]);
        foreach (var group in scope.State.Groups().OrderBy(g => g.Name, StringComparer.Ordinal))
            if (wanted is null || scope.State.FindGroup(wanted) == group)
                jobs.Add([Opcode(scope, decision.Model, "OP_CLUSTER_VERIFY_GROUP", group.Name, jobs.Count)]);
        return new OpcodeOutcome(RawJson.Null) { Jobs = jobs };
    }

    /// <param name="waitsFor">So many jobs before it in this submit is the one to wait for; 0 for none.</param>
    private static AcceptedOpcode Opcode(OpcodeScope scope, KernelModel model, string opId, string? group, int waitsFor) => FollowUps.Opcode(scope, model, opId, writer =>
    {
        foreach (var name in s_passedOn)
            FollowUps.Pass(writer, scope, name);
        if (group is not null)
        {
            writer.WriteString("group_name", group);
            FollowUps.Pass(writer, scope, "skip_checks");
            FollowUps.Pass(writer, scope, "verify_clutter");
        }
        if (waitsFor > 0)
        {
            writer.WriteStartArray("depends");
            writer.WriteStartArray();
            writer.WriteNumberValue(-waitsFor);
            writer.WriteStartArray();
            writer.WriteEndArray();
            writer.WriteEndArray();
            writer.WriteEndArray();
        }
    });
}
