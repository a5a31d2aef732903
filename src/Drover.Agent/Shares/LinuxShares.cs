using Drover.Agent.Native;
using Drover.Agent.Shares.Acls;
using Drover.Agent.Shares.Checking;
using Drover.Agent.Shares.Rules;
using Drover.Agent.Shares.Walking;
using Drover.Agent.Shares.Watching;
using Drover.Agent.Telling;
using Drover.Nodes.Shares;
using Microsoft.Extensions.Logging;

namespace Drover.Agent.Shares;

/// <summary>Trees of this machine whose owners and ACLs are kept right.</summary>
public sealed class LinuxShares : INodeShares, IDisposable
{
    private readonly IAccountNumbers _accounts;
    private readonly Lazy<ShareWatcher> _watcher;

    /// <summary>Trees of this machine, with the accounts that it knows.</summary>
    /// <param name="options">How trees are watched.</param>
    /// <param name="clock">The time of repairs, and how long something was left alone.</param>
    /// <param name="logs">Where what happens is told.</param>
    public LinuxShares(ShareOptions options, TimeProvider clock, ILoggerFactory logs) : this(options, clock, logs, new SystemAccounts())
    {
    }

    internal LinuxShares(ShareOptions options, TimeProvider clock, ILoggerFactory logs, IAccountNumbers accounts)
    {
        _accounts = accounts;
        _watcher = new Lazy<ShareWatcher>(() => new ShareWatcher(options, accounts, clock, logs.CreateLogger(ShareLog.Category)));
    }

    /// <inheritdoc/>
    public Task<ShareReport> CheckAsync(ShareSpec share, ShareCheck check, CancellationToken cancellationToken) => Task.Run(() =>
    {
        try
        {
            using var tree = CheckedTree.Open(share, _accounts);
            var tally = new CheckTally(check.MostDifferences);
            var next = new TreeCheck(tree, tree.Rules, new EntryCheck(check.Apply), tally).Run(tree.Root, check.From is { } from ? RawPath.Parse(from) : null, check.MostEntries, cancellationToken);
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
        return length >= 0 && PosixAcl.Parse(value[..length])?.Find(AclTag.Group, members) is { } rights ? rights.HasFlag(AclRights.Write) : (bool?)null;
    }, cancellationToken);

    /// <inheritdoc/>
    public Task<string?> WatchAsync(ShareSpec share, ShareWatchWay way, CancellationToken cancellationToken) => _watcher.Value.WatchAsync(share, way).WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public Task UnwatchAsync(string name, CancellationToken cancellationToken) =>
        _watcher.IsValueCreated ? _watcher.Value.UnwatchAsync(name).WaitAsync(cancellationToken) : Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ShareStatus>> StatusAsync(CancellationToken cancellationToken) =>
        _watcher.IsValueCreated ? await _watcher.Value.StatusAsync().WaitAsync(cancellationToken) : [];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ShareRepair>> RepairsAsync(string name, long after, CancellationToken cancellationToken) =>
        _watcher.IsValueCreated ? await _watcher.Value.RepairsAsync(name, after).WaitAsync(cancellationToken) : [];

    /// <summary>Watches nothing any more.</summary>
    public void Dispose()
    {
        if (_watcher.IsValueCreated)
            _watcher.Value.Dispose();
    }
}
