using Drover.Kernel.Operations;
using Drover.Kernel.State;
using Drover.Locks;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Services.Nodes;

namespace Drover.Services.ClusterCltabs;

/// <summary>An operation that changes which node has which version of the cluster's cltab: asked first of every node that is here, and of all before anything is changed.</summary>
internal abstract class ClusterCltabOperation(INodes nodes, CltabSpreader spreader) : EffectOperation
{
    public override string Pool => "services";

    public override bool PassesDrain => true;

    /// <summary>What was put on record before a crash is brought to the nodes after it.</summary>
    public override Recovery Recovery => Recovery.Resume;

    public override LockSet Locks(OpcodeScope scope) => LockSet.Empty.With(ServicesDomain.CltabLevel, CltabRollout.Key, LockMode.Exclusive);

    /// <summary>All nodes.</summary>
    protected IReadOnlyCollection<INode> All => nodes.All;

    /// <summary>A node by name.</summary>
    protected INode? Find(string name) => nodes.Find(name);

    /// <summary>What a version would do on each of some nodes, and which of them refuse it.</summary>
    protected static async Task<(IReadOnlyList<string> Lines, OperationException? Problem)> AskAsync(
        ClusterCltab cltab, IReadOnlyCollection<INode> asked, bool isConfirmed, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(asked.Select(node => AskAsync(cltab, node, isConfirmed, cancellationToken)));
        var refused = answers.Where(answer => answer.Refusal is not null).ToList();
        var lines = answers.SelectMany(answer => answer.Lines.Select(line => $"{answer.Node}: {line}")).ToList();
        if (refused.Count == 0)
            return (lines, null);
        var reasons = refused.GroupBy(answer => answer.Refusal!, StringComparer.Ordinal).Select(same => $"{string.Join(", ", same.Select(answer => answer.Node))}: {same.Key.TrimEnd('.')}");
        return (lines, new OperationException("OpPrereqError",
            $"{cltab.Name} is refused by {(refused.Count == 1 ? "one node" : $"{refused.Count} nodes")}, and nothing is changed anywhere. {string.Join("; ", reasons)}",
            refused.TrueForAll(answer => answer.IsQuestion) ? "to_confirm" : "wrong_input"));
    }

    /// <summary>Says in the log of the job what a version would do.</summary>
    /// <exception cref="OperationException">A node refuses it.</exception>
    protected static async Task CheckAsync(OperationContext context, ClusterCltab cltab, IReadOnlyCollection<INode> asked, bool isConfirmed, CancellationToken cancellationToken)
    {
        context.WaitsFor = $"what {asked.Count} nodes say of it";
        context.Tell(await AskAsync(cltab, asked, isConfirmed, cancellationToken));
    }

    /// <summary>Gives each node what it is to have now.</summary>
    /// <exception cref="OperationException">One that is here has not taken it.</exception>
    protected async Task BringAsync(OperationContext context, CancellationToken cancellationToken)
    {
        context.WaitsFor = "the nodes to take it";
        var rollout = CltabRollout.Of(context.State);
        var answers = await Task.WhenAll(nodes.All.Select(async node => (Node: node, Problem: await spreader.BringAsync(node, cancellationToken))));
        foreach (var (node, problem) in answers)
            context.Log(problem is not null ? $"{node.Name}: {problem}" : rollout.VersionOf(node.Name) is > 0 and var version ? $"{node.Name} has version {version}" : $"{node.Name} has none");
        var missing = answers.Where(answer => answer.Problem is not null && answer.Node.Presence.IsHere).ToList();
        if (missing.Count > 0)
            throw new OperationException("OpExecError", $"It counts, but has not been taken by {string.Join("; ", missing.Select(answer => $"{answer.Node.Name}: {answer.Problem!.TrimEnd('.')}"))}. Each of them is given it again when it connects");
    }

    /// <exception cref="OperationException">There is a version that only some nodes have.</exception>
    protected static void CheckNoCanary(CltabRollout rollout)
    {
        if (rollout.Canary is { } canary)
            throw Refusal.WrongState($"Version {canary} is being tried on {string.Join(", ", rollout.CanaryNodes)}: 'drover cltab take' gives it to all nodes, 'drover cltab drop' takes it back");
    }

    /// <exception cref="OperationException">It is not kept.</exception>
    protected static CltabVersion Version(KernelState state, int version) => CltabRollout.Find(state, version)
        ?? throw Refusal.Unknown("Version of the cluster's cltab", CltabVersion.KeyOf(version));

    private static async Task<Answer> AskAsync(ClusterCltab cltab, INode node, bool isConfirmed, CancellationToken cancellationToken)
    {
        if (!node.Presence.IsHere)
            return new Answer(node.Name, ["it is away, and gets it when it is back"], null);
        try
        {
            var report = await node.Services.CheckClusterCltabAsync(cltab, cancellationToken);
            IReadOnlyList<string> lines = report.Lines.Count > 0 ? report.Lines : ["nothing that runs would change"];
            return report switch
            {
                { Refusal: { } refusal } => new Answer(node.Name, report.Lines, NodeWords.Refused(refusal, group: "").Message),
                { HasErrors: true } => new Answer(node.Name, lines, report.Lines.FirstOrDefault(line => line.Contains(": error: ", StringComparison.Ordinal)) ?? "it has errors"),
                { ToConfirm: { } question } when !isConfirmed => new Answer(node.Name, lines, question, IsQuestion: true),
                _ => new Answer(node.Name, lines, null),
            };
        }
        catch (DroverException e)
        {
            return new Answer(node.Name, [], e.Message);
        }
    }

    /// <summary>What a node says of a version.</summary>
    private sealed record Answer(string Node, IReadOnlyList<string> Lines, string? Refusal, bool IsQuestion = false);
}
