using Drover.Kernel.Logs;
using Drover.Nodes.Services;

namespace Drover.Nodes.Logs;

/// <summary>The logs of all machines: those of the own one by their names, and the output of services of others as <c>service/NODE:GROUP/TAG</c>.</summary>
/// <param name="own">Logs of the machine that the master runs on.</param>
/// <param name="nodes">The machines.</param>
public sealed class NodeLogs(ILogs own, INodes nodes) : ILogs
{
    /// <summary>What the names of output of services begin with, on each machine.</summary>
    public const string Kind = "service/";

    /// <summary>What people call the output of a service of another machine.</summary>
    public static string NameOf(ProcessKey process) => $"{process.Node}:{process.Name}";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LogStat>> ListAsync(CancellationToken cancellationToken)
    {
        var lists = await Task.WhenAll(nodes.All.Where(node => node.Name != nodes.Own && node.Presence.IsHere).Select(async node =>
            (await node.Logs.ListAsync(cancellationToken)).Select(log => log with { Name = $"{Kind}{node.Name}:{log.Name[Kind.Length..]}" })));
        return [.. (await own.ListAsync(cancellationToken)).Concat(lists.SelectMany(list => list)).OrderBy(log => log.Name, StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public async Task<ILog?> OpenAsync(string name, CancellationToken cancellationToken)
    {
        if (await own.OpenAsync(name, cancellationToken) is { } log)
            return log;
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        return name.StartsWith(Kind, StringComparison.Ordinal) && colon > Kind.Length && nodes.Find(name[Kind.Length..colon]) is { } node
            ? await node.Logs.OpenAsync(Kind + name[(colon + 1)..], cancellationToken) : null;
    }
}
