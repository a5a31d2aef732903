namespace Drover.Nodes.Accounts;

/// <summary>The users and groups that stand in the account files of a machine: <c>passwd</c> and its like, see passwd(5), shadow(5), group(5), gshadow(5).</summary>
public interface INodeAccounts
{
    /// <summary>All of one moment, the last that is known here.</summary>
    AccountsView View { get; }

    /// <summary>The next view after one of a number; waits until there is one.</summary>
    Task<AccountsView> ViewAfterAsync(long version, CancellationToken cancellationToken);

    /// <summary>What changes would do to the files as they are now, and why they would be refused. Nothing is changed.</summary>
    Task<AccountAnswer> PlanAsync(IReadOnlyList<AccountChange> changes, CancellationToken cancellationToken);

    /// <summary>Makes changes, all of them or none, in the order that is given.</summary>
    Task<AccountAnswer> ChangeAsync(NodeCommand command, IReadOnlyList<AccountChange> changes, CancellationToken cancellationToken);
}
