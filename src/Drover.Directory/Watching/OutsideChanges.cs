using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Nodes;
using Drover.Nodes.Accounts;

namespace Drover.Directories.Watching;

/// <summary>Publishes what others change in the account files of the own node.</summary>
internal sealed class OutsideChanges(INodes nodes) : IController, IDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private Task _following = Task.CompletedTask;

    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        if (nodes.Find(nodes.Own)?.Accounts is { } accounts)
            _following = FollowAsync(kernel, nodes.Own, accounts, _ending.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _ending.CancelAsync();
        await _following;
        Dispose();
    }

    public void Dispose() => _ending.Dispose();

    private static async Task FollowAsync(IKernel kernel, string node, INodeAccounts accounts, CancellationToken cancellationToken)
    {
        var known = accounts.View.Version;
        try
        {
            while (true)
            {
                var view = await accounts.ViewAfterAsync(known, cancellationToken);
                foreach (var change in view.Outside.Where(change => change.Version > known))
                    kernel.Signals.Publish(DirectoryDomain.AccountChanged, $"{node}:{change.Name}", json =>
                    {
                        json.WriteStartObject();
                        json.WriteString("node"u8, node);
                        json.WriteString("what"u8, change.What);
                        json.WriteString("name"u8, change.Name);
                        json.WriteString("change"u8, change.Kind);
                        json.WriteString("field"u8, change.Field);
                        json.WriteString("before"u8, change.Before);
                        json.WriteString("after"u8, change.After);
                        json.WriteEndObject();
                    });
                known = view.Version;
            }
        }
        catch (OperationCanceledException)
        {
            // The daemon stops, or the accounts are looked after no more.
        }
    }
}
