using Drover.Nodes.Services;
using Drover.NodeAgent.Telling;
using P = Drover.NodeWire.Protocol;
using Drover.NodeWire.Translation;
using Microsoft.Extensions.Logging;

namespace Drover.NodeAgent.Reports;

/// <summary>Where groups stood last, over a restart of the machine: what is below the run directory is gone then, and the levels are to be restored without a master.</summary>
internal sealed class GroupMemory : IDisposable
{
    private const long SlackBytes = 1 << 20;

    private readonly Dictionary<string, GroupStatus> _groups = new(StringComparer.Ordinal);
    private readonly MessageFile<P.GroupChanged> _file;
    private readonly ILogger _log;

    private GroupMemory(MessageFile<P.GroupChanged> file, ILogger log)
    {
        (_file, _log) = (file, log);
        foreach (var change in file.Read)
            Apply(change.Group, change.Status.ToStatus());
    }

    /// <summary>The groups.</summary>
    public IReadOnlyDictionary<string, GroupStatus> Groups => _groups;

    /// <exception cref="IOException">The file cannot be read or written.</exception>
    public static GroupMemory Open(string path, ILogger log) => new(MessageFile<P.GroupChanged>.Open(path, P.GroupChanged.Parser), log);

    /// <summary>Takes note of where a group stands.</summary>
    public void Take(GroupChanged changed)
    {
        Apply(changed.Group.Group, changed.Status);
        try
        {
            if (_file.Length > SlackBytes)
                _file.Replace(_groups.Select(group => Message(group.Key, group.Value)));
            else
                _file.Add(Message(changed.Group.Group, changed.Status));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            NodeAgentLog.NotKept(_log, e.Message);
        }
    }

    public void Dispose() => _file.Dispose();

    private void Apply(string group, GroupStatus? status)
    {
        if (status is null)
            _groups.Remove(group);
        else
            _groups[group] = status;
    }

    private static P.GroupChanged Message(string group, GroupStatus? status) => new() { Group = group, Status = status.ToMessage() };
}
