using System.Text.Json;
using Drover.Kernel.Operations;
using Drover.Kernel.State;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Opcodes;

namespace Drover.Services.ClusterCltabs;

/// <summary>OP_CLTAB_TAKE: the version that some nodes try is given to all. OP_CLTAB_DROP: those nodes get back the one that the others have.</summary>
/// <param name="isTaken">Which of both.</param>
internal sealed class EndCanary(INodes nodes, CltabSpreader spreader, ClusterCltabOptions options, bool isTaken) : ClusterCltabOperation(nodes, spreader)
{
    public override OpcodeSchema Schema { get; } = new(isTaken ? "OP_CLTAB_TAKE" : "OP_CLTAB_DROP",
        isTaken ? [new OpcodeParameter("yes", ParameterType.Boolean, "false"u8.ToArray(), Required: false)] : [], null);

    public override async Task<(IReadOnlyList<string> Lines, OperationException? Problem)> RehearseAsync(OpcodeScope scope, CancellationToken cancellationToken)
    {
        var (cltab, asked) = Next(scope.State);
        return await AskAsync(cltab, asked, IsConfirmed(scope["yes"]), cancellationToken);
    }

    protected override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
    {
        // Where there is none any more, a crash came between the record and the nodes.
        if (!context.Resumed || CltabRollout.Of(context.State).Canary is not null)
        {
            var (cltab, asked) = Next(context.State);
            var isConfirmed = IsConfirmed(context["yes"]);
            await CheckAsync(context, cltab, asked, isConfirmed, cancellationToken);
            if (context.DryRun)
                return OpcodeOutcome.None;
            await context.ExecuteAsync(new PutCltab(null, (before, _) =>
                before with { Current = cltab.Version, Canary = null, CanaryNodes = [], IsConfirmed = isConfirmed }, options.Versions), CancellationToken.None);
        }
        await BringAsync(context, cancellationToken);
        return new OpcodeOutcome(RawJson.Write(json => json.WriteNumberValue(CltabRollout.Of(context.State).Current)));
    }

    /// <summary>Whoever goes back gets what he had: nothing is to be asked.</summary>
    private bool IsConfirmed(JsonElement yes) => !isTaken || yes.IsTrue();

    /// <summary>The version that all are to have, and the nodes that do not have it yet.</summary>
    /// <exception cref="OperationException">No version is being tried.</exception>
    private (ClusterCltab Cltab, IReadOnlyList<INode> Asked) Next(KernelState state)
    {
        var rollout = CltabRollout.Of(state);
        if (rollout.Canary is not { } canary)
            throw Refusal.WrongState("No version of the cluster's cltab is being tried; 'drover cltab set FILE --canary NODE' begins that");
        return isTaken
            ? (Version(state, canary).Cltab, [.. All.Where(node => !rollout.CanaryNodes.Contains(node.Name, StringComparer.Ordinal))])
            : (CltabRollout.Find(state, rollout.Current)?.Cltab ?? ClusterCltab.None, [.. All.Where(node => rollout.CanaryNodes.Contains(node.Name, StringComparer.Ordinal))]);
    }
}
