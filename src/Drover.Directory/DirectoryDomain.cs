using Drover.Directories.Accounts;
using Drover.Directories.Passwords;
using Drover.Directories.UserGroups;
using Drover.Directories.Users;
using Drover.Directories.Watching;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Nodes;

namespace Drover.Directories;

/// <summary>People and machines: the users and groups of nodes.</summary>
/// <param name="nodes">The nodes.</param>
/// <param name="seal">Opens the sealed hashes of passwords that jobs carry; null where no node of this daemon has accounts that are looked after.</param>
public sealed class DirectoryDomain(INodes nodes, PasswordSeal? seal) : IDomain
{
    internal const string LockLevel = "accounts";
    internal const string AccountChanged = "account-changed";

    /// <inheritdoc/>
    public void Describe(DomainBuilder d)
    {
        d.LockLevel(LockLevel, 65, (_, node) => $"accounts of node '{node}'");

        d.Operation(new AddUserOperation(nodes, seal));
        d.Operation(new SetUserOperation(nodes, seal));
        d.Operation(new RemoveUserOperation(nodes));
        d.Operation(new AddUserGroupOperation(nodes));
        d.Operation(new SetUserGroupOperation(nodes));
        d.Operation(new RemoveUserGroupOperation(nodes));

        d.Resource(UserResource.Build(nodes));
        d.Resource(UserGroupResource.Build(nodes));
        d.Resource(AccountProblemResource.Build(nodes));

        d.Signal(AccountChanged, "Somebody else has changed a user or a group", Disclosure.None.Operators("node", "what", "name", "change", "field", "before", "after"));
        d.Controller(new OutsideChanges(nodes));
    }
}
