using Drover.Agent.Shares.Acls;
using Drover.Agent.Shares.Checking;
using Drover.Agent.Shares.Rules;
using Drover.Agent.Shares.Walking;
using Drover.Agent.Native;
using Drover.Nodes.Shares;

namespace Drover.Agent.Shares;

/// <summary>Trees of this machine whose owners and ACLs are kept right.</summary>
public sealed class LinuxShares : INodeShares
{
    private readonly IAccountNumbers _accounts;

    /// <summary>Trees of this machine, with the accounts that it knows.</summary>
    public LinuxShares() : this(new SystemAccounts())
    {
    }

    internal LinuxShares(IAccountNumbers accounts) => _accounts = accounts;

    /// <inheritdoc/>
    public Task<ShareReport> CheckAsync(ShareSpec share, ShareCheck check, CancellationToken cancellationToken) => Task.Run(() =>
    {
        try
        {
            using var tree = CheckedTree.Open(share, _accounts);
            var tally = new CheckTally(check.MostDifferences);
            var next = new TreeCheck(tree, check.Apply, tally).Run(check.From is { } from ? RawPath.Parse(from) : null, check.MostEntries, cancellationToken);
            return tally.Report(next?.ToString(), tree.Complaints);
        }
        catch (AgentException e)
        {
            return new ShareReport(0, 0, 0, null) { Refusal = e.Message };
        }
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<bool?> ReadPermissiveAsync(string path, uint members, CancellationToken cancellationToken) => Task.Run(() =>
    {
        var root = TreeWalk.OpenRoot(path);
        if (root < 0)
            return null;
        Span<byte> value = stackalloc byte[AclAttribute.MostBytes];
        var length = AclAttribute.Read(root, AclKind.Default, value);
        _ = Libc.Close(root);
        return length >= 0 && PosixAcl.Parse(value[..length])?.Find(AclTag.Group, members) is { } rights ? (rights & AclRights.Write) != 0 : (bool?)null;
    }, cancellationToken);
}
