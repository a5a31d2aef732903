using System.Text.Json;
using Drover.Kernel.Operations;
using Drover.Locks;
using Drover.Nodes;
using Drover.Nodes.Accounts;
using Drover.Opcodes;

namespace Drover.Directories.Accounts;

/// <summary>An operation on the accounts of one node: the one that the opcode names, or the own.</summary>
internal abstract class AccountOperation(INodes nodes) : EffectOperation
{
    /// <summary>The parameter that names the node.</summary>
    protected static OpcodeParameter NodeParameter { get; } = OpcodeParameter.Optional("node", ParameterType.NonEmptyString);

    /// <summary>The parameter that says that it is meant although it is usually refused.</summary>
    protected static OpcodeParameter ForceParameter { get; } = new("force", ParameterType.Boolean, "false"u8.ToArray(), Required: false);

    /// <summary>Who can make a user with any number and any groups can become anybody.</summary>
    public override bool AdminsOnly => true;

    // Done twice it is as good as once: who is there stays, and who is gone is gone.
    public override Recovery Recovery => Recovery.Resume;

    public override LockSet Locks(OpcodeScope scope) => LockSet.Empty.With(DirectoryDomain.LockLevel, NodeName(scope["node"]), LockMode.Exclusive);

    /// <inheritdoc/>
    public sealed override async Task<(IReadOnlyList<string> Lines, OperationException? Problem)> RehearseAsync(OpcodeScope scope, CancellationToken cancellationToken)
    {
        try
        {
            var input = new AccountInput(name => scope[name], isRepeated: false);
            return await PlanAsync(input, Accounts(NodeName(scope["node"])), cancellationToken);
        }
        catch (OperationException e)
        {
            return ([], e);
        }
    }

    /// <inheritdoc/>
    protected sealed override async Task<OpcodeOutcome> RunAsync(OperationContext context, CancellationToken cancellationToken)
    {
        var (input, accounts) = (new AccountInput(name => context[name], context.Resumed), Accounts(NodeName(context["node"])));
        if (context.DryRun)
        {
            var (lines, problem) = await PlanAsync(input, accounts, cancellationToken);
            return Tell(context, lines, problem, RawJson.Null);
        }
        context.WaitsFor = "the account files, which another program may have locked";
        var answer = await accounts.ChangeAsync(new NodeCommand(context.Term, new CommandKey(context.JobId, context.Opcode, 0)), Changes(input), cancellationToken);
        return Tell(context, answer.Lines, Refused(answer.Refusal), RawJson.String(NameOf(input)));
    }

    /// <summary>What an opcode wants to be changed.</summary>
    /// <exception cref="OperationException">It makes no sense.</exception>
    protected abstract IReadOnlyList<AccountChange> Changes(AccountInput input);

    /// <summary>The account that an opcode is about.</summary>
    protected virtual string NameOf(AccountInput input) => input.Text("name")!;

    private async Task<(IReadOnlyList<string> Lines, OperationException? Problem)> PlanAsync(AccountInput input, INodeAccounts accounts, CancellationToken cancellationToken)
    {
        var answer = await accounts.PlanAsync(Changes(input), cancellationToken);
        return (answer.Lines, Refused(answer.Refusal));
    }

    private static OpcodeOutcome Tell(OperationContext context, IReadOnlyList<string> lines, OperationException? problem, RawJson result)
    {
        foreach (var line in lines)
            context.Log(line);
        return problem is null ? new OpcodeOutcome(result) : throw problem;
    }

    private string NodeName(JsonElement parameter) => parameter.ValueKind == JsonValueKind.String ? parameter.GetString()! : nodes.Own;

    private INodeAccounts Accounts(string name) => nodes.Find(name) switch
    {
        null => throw Refusal.WrongInput($"There is no node '{name}'; 'drover get agents' lists those that have joined, and this is '{nodes.Own}', which is meant when the node is left out"),
        { Accounts: { } accounts } => accounts,
        _ => throw Refusal.WrongState($"The accounts of node '{name}' are not looked after: {(name == nodes.Own ? "start droverd with --accounts" : "that is done on the master's own machine alone so far")}"),
    };

    private static OperationException? Refused(AccountRefusal? refusal) => refusal is null ? null : Sentence(refusal.Text) is var text ? refusal.Kind switch
    {
        AccountRefusalKind.WrongInput => Refusal.WrongInput(text),
        AccountRefusalKind.Unknown => new("OpPrereqError", text, "unknown_entity"),
        AccountRefusalKind.Exists => Refusal.Exists(text),
        AccountRefusalKind.Kept or AccountRefusalKind.WrongState => Refusal.WrongState(text),
        AccountRefusalKind.Busy or AccountRefusalKind.StaleTerm => new("OpPrereqError", text, "temp_unavail"),
        _ => Refusal.Failed(text),
    } : null;

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
