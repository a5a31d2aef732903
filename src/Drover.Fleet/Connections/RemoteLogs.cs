using Drover.Kernel.Logs;
using Drover.NodeWire.Protocol;
using Drover.NodeWire.Translation;
using LogStat = Drover.Kernel.Logs.LogStat;

namespace Drover.Fleet.Connections;

/// <summary>Output of the services of a machine, asked of its agent.</summary>
internal sealed class RemoteLogs(RemoteNode node, TimeProvider clock) : ILogs
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<LogStat>> ListAsync(CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await node.AskAsync(new Call { ListLogs = new ListLogs() }, cancellationToken, isLook: true)).Logs.Logs.Select(log => log.ToStat())];
        }
        catch (DroverException)
        {
            // A list without them says as much as their node can.
            return [];
        }
    }

    /// <inheritdoc/>
    public async Task<ILog?> OpenAsync(string name, CancellationToken cancellationToken)
    {
        var log = new RemoteLog(node, name, clock);
        return await log.ExistsAsync(cancellationToken) ? log : null;
    }
}
