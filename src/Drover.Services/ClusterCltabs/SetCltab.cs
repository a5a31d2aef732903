using System.Text;
using System.Text.Json;
using Drover.Kernel.Operations;
using Drover.Kernel.State;
using Drover.Nodes;
using Drover.Nodes.Services;
using Drover.Opcodes;

namespace Drover.Services.ClusterCltabs;

/// <summary>OP_CLTAB_SET: a text becomes the next version of the cluster's cltab, or one that is kept counts again; on all nodes, or on some to try it.</summary>
internal sealed class SetCltab(INodes nodes, CltabSpreader spreader, ClusterCltabOptions options) : ClusterCltabOperation(nodes, spreader)
{
    public override OpcodeSchema Schema { get; } = new("OP_CLTAB_SET",
    [
        OpcodeParameter.Optional("text", ParameterType.String),
        OpcodeParameter.Optional("path", ParameterType.String),
        OpcodeParameter.Optional("version", ParameterType.IntegerBetween(1, int.MaxValue)),
        OpcodeParameter.Optional("nodes", ParameterType.ListOf(ParameterType.Name)),
        new("yes", ParameterType.Boolean, "false"u8.ToArray(), Required: false),
    ], null);

    public override async Task<(IReadOnlyList<string> Lines, OperationException? Problem)> RehearseAsync(OpcodeScope scope, CancellationToken cancellationToken)
    {
        var request = Read(scope.State, name => scope[name]);
        return request.IsThere ? ([request.There], null) : await AskAsync(request.Cltab, request.Asked, request.IsConfirmed, cancellationToken);
    }

    protected override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var version = context.Resumed ? context.State.Objects.All(CltabVersion.Kind).FirstOrDefault(known => known.Job == context.JobId)?.Version ?? 0 : 0;
        if (version == 0)
        {
            var request = Read(context.State, name => context[name]);
            if (request.IsThere)
                context.Log(request.There);
            else
                await CheckAsync(context, request.Cltab, request.Asked, request.IsConfirmed, cancellationToken);
            if (context.DryRun)
                return OpcodeOutcome.None;
            version = request.IsThere ? request.Cltab.Version : await PutAsync(context, request);
        }
        await BringAsync(context, cancellationToken);
        return new OpcodeOutcome(RawJson.Write(json => json.WriteNumberValue(version)));
    }

    private async Task<int> PutAsync(OperationContext context, Request request)
    {
        var added = request.Known is not null ? null : new CltabVersion
        {
            Version = 0,
            Text = request.Cltab.Text,
            Hash = request.Cltab.Hash,
            Name = context["path"].Text(),
            Job = context.JobId,
            Set = default,
        };
        var number = await context.ExecuteAsync(new PutCltab(added, (before, number) =>
        {
            var version = request.Known ?? number;
            return request.Canary is { } canary
                ? before with { Canary = version, CanaryNodes = [.. canary.Select(node => node.Name)], IsConfirmed = request.IsConfirmed }
                : before with { Current = version, IsConfirmed = request.IsConfirmed };
        }, options.Versions), CancellationToken.None);
        return request.Known ?? number;
    }

    /// <exception cref="OperationException">A parameter makes no sense as things are.</exception>
    private Request Read(KernelState state, Func<string, JsonElement> parameter)
    {
        var rollout = CltabRollout.Of(state);
        var (text, number) = (parameter("text").Text(), parameter("version"));
        if (text is null != number.IsGiven())
            throw Refusal.WrongInput("One of 'text' and 'version' is needed, and not both: a new version, or one that is kept");
        if (text is not null && Encoding.UTF8.GetByteCount(text) is var length && length > options.Bytes)
            throw Refusal.WrongInput($"The text has {length} bytes, and the cluster's cltab at most {options.Bytes} (cltab-size)");
        var canary = parameter("nodes") is var names && names.IsGiven() ? Canary(names.Texts()) : null;
        var known = text is null ? Version(state, number.GetInt32()) : Same(state, rollout, text);
        var isThere = known is not null && known.Version == rollout.Current && rollout.Canary is null && canary is null;
        if (!isThere)
            CheckNoCanary(rollout);
        if (canary is not null && known?.Version == rollout.Current)
            throw Refusal.WrongState($"Version {rollout.Current} is the one that all nodes have: there is nothing to try");
        return new Request(known?.Cltab ?? new ClusterCltab(rollout.Last + 1, text!), known?.Version, canary, canary ?? All, parameter("yes").IsTrue(), isThere);
    }

    /// <summary>The version that counts, if this is its text: it gets no other number.</summary>
    private static CltabVersion? Same(KernelState state, CltabRollout rollout, string text) =>
        CltabRollout.Find(state, rollout.Current) is { } current && current.Text == text ? current : null;

    private List<INode> Canary(IReadOnlyList<string> names)
    {
        if (names.Count == 0)
            throw Refusal.WrongInput("Parameter 'nodes' is empty: name the nodes that are to try it");
        var found = names.Distinct(StringComparer.Ordinal).Select(name => Find(name) ?? throw Refusal.Unknown("Node", name)).ToList();
        return found.Find(node => !node.Presence.IsHere) is { } away
            ? throw Refusal.WrongState($"{away.Name} is away ({away.Presence.Reason}): name nodes that are here to try it")
            : found;
    }

    /// <summary>What is asked for.</summary>
    /// <param name="Cltab">The version.</param>
    /// <param name="Known">Its number if it is kept already.</param>
    /// <param name="Canary">The nodes that are to try it; null for all.</param>
    /// <param name="Asked">The nodes that are to say what they think of it.</param>
    /// <param name="IsConfirmed">Whether it is taken whatever it stops.</param>
    /// <param name="IsThere">Whether it counts already.</param>
    private sealed record Request(ClusterCltab Cltab, int? Known, IReadOnlyList<INode>? Canary, IReadOnlyCollection<INode> Asked, bool IsConfirmed, bool IsThere)
    {
        public string There => $"version {Cltab.Version} has this text, and counts already";
    }
}
