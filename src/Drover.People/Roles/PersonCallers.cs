using Drover.Kernel;
using Drover.People.Accounts;
using Drover.People.Tokens;

namespace Drover.People.Roles;

/// <summary>Users of the network as callers. Roles are lists of what is granted, made of what the daemon has: what concerns people - tokens and accounts - and opcodes by which one could get more rights are for admins alone.</summary>
/// <param name="kernel">Knows tokens, resources and opcodes.</param>
public sealed class PersonCallers(IKernel kernel)
{
    private readonly Lazy<Role> _viewer = new(() => new Role("viewer", [.. Looks(kernel.Model)]));

    private readonly Lazy<Role> _operator = new(() => new Role("operator",
    [
        .. Looks(kernel.Model),
        .. OpcodesOf(kernel.Model).Select(opcode => new Grant(AccessAction.Submit, Protected.Opcode, Key: opcode)),
        new Grant(AccessAction.Cancel, Protected.Job),
        new Grant(AccessAction.Control, Protected.Job),
    ]));

    private readonly Role _admin = new("admin", [new Grant(null, null)]);

    /// <summary>Who shows a token; null when it is none, or not any more.</summary>
    public Caller? ByToken(string secret) => TokenCheck.Holder(kernel.State, secret) is { } holder ? Of(holder.Principal, holder.Role) : null;

    /// <summary>Who has signed in to an account, in the role that it has now; null when it is gone, or its password or second factor is another one by now.</summary>
    public Caller? ByAccount(string name, Timestamp credentialsSet) =>
        kernel.State.Objects.Find(Account.Kind, name) is { } account && account.CredentialsSet == credentialsSet ? Of(account.Principal, account.Role) : null;

    /// <summary>A user in a role.</summary>
    public Caller Of(Principal user, PersonRole role) => Caller.Of(user, role switch
    {
        PersonRole.Admin => _admin,
        PersonRole.Operator => _operator.Value,
        _ => _viewer.Value,
    });

    /// <summary>Records of the journal are not among it: they hold what was stored of people too, and are shown member by member.</summary>
    private static IEnumerable<Grant> Looks(KernelModel model) =>
    [
        new Grant(AccessAction.View, null),
        .. model.Resources.All.Select(resource => resource.Name).Except([.. PeopleDomain.Kinds, Protected.Event])
            .Concat([Protected.Job, Protected.Log, Protected.Signal]).Distinct(StringComparer.Ordinal)
            .Select(kind => new Grant(AccessAction.Inspect, kind)),
        new Grant(AccessAction.Inspect, null, OnlyOwn: true),
    ];

    private static IEnumerable<string> OpcodesOf(KernelModel model) =>
        model.RunnableOpcodes.Where(opcode => !model.Operation(opcode)!.AdminsOnly);
}
