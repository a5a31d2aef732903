using Drover.Nodes.Services;
using P = Drover.NodeWire.Protocol;

namespace Drover.NodeWire.Translation;

/// <summary>Rows of groups and processes as messages. Messages do not say whose they are: that is known by the connection, and nobody can speak for another.</summary>
public static class RowTranslation
{
    /// <summary>A group as a message.</summary>
    public static P.GroupRow ToMessage(this GroupRow row)
    {
        var message = new P.GroupRow
        {
            Name = row.Name,
            StatusWord = row.StatusWord,
            Word = row.Word,
            Since = row.Since,
            Entries = row.Entries,
            Running = row.Running,
            Restarts = row.Restarts,
        };
        message.Errors.AddRange(row.Errors);
        message.Levels.AddRange(row.Levels);
        if (row.Level is { } level)
            message.Level = level;
        if (row.Target is { } target)
            message.Target = target;
        if (row.Reason is { } reason)
            message.Reason = reason;
        if (row.DuplicateTag is { } tag)
            message.DuplicateTag = tag;
        return message;
    }

    /// <summary>The group of a message.</summary>
    public static GroupRow ToRow(this P.GroupRow row, string node) => new(
        node, row.Name, row.HasLevel ? row.Level : null, row.HasTarget ? row.Target : null, row.StatusWord, row.Word, row.HasReason ? row.Reason : null, row.Since,
        row.Entries, row.Running, row.Restarts, [.. row.Errors])
    {
        Levels = [.. row.Levels],
        DuplicateTag = row.HasDuplicateTag ? row.DuplicateTag : null,
    };

    /// <summary>A process as a message.</summary>
    public static P.ProcessRow ToMessage(this ProcessRow row)
    {
        var message = new P.ProcessRow
        {
            Group = row.Group,
            Tag = row.Tag,
            Mode = row.Mode,
            State = row.State,
            Pid = row.Pid,
            Level = row.Level,
            Restarts = row.Restarts,
            Since = row.Since,
            Command = row.Command,
            Log = row.Log,
        };
        if (row.LastExit is { } end)
            message.LastExit = end;
        if (row.Error is { } error)
            message.Error = error;
        if (row.ThrottledUntil is { } until)
            message.ThrottledUntil = until;
        if (row.Invocation is { } invocation)
            message.Invocation = invocation;
        if (row.Limits is { } limits)
            message.Limits = limits;
        return message;
    }

    /// <summary>The process of a message.</summary>
    public static ProcessRow ToRow(this P.ProcessRow row, string node) => new(
        node, row.Group, row.Tag, row.Mode, row.State, row.Pid, row.Level, row.Restarts, row.HasLastExit ? row.LastExit : null, row.HasError ? row.Error : null, row.Since,
        row.HasThrottledUntil ? row.ThrottledUntil : null, row.Command, row.Log, row.HasInvocation ? row.Invocation : null)
    {
        Limits = row.HasLimits ? row.Limits : null,
    };

    /// <summary>A change as a message.</summary>
    public static P.ProcessChange ToMessage(this ProcessChange change)
    {
        var message = new P.ProcessChange { Group = change.Process.Group, Tag = change.Process.Tag, State = change.State };
        if (change.Pid is { } pid)
            message.Pid = pid;
        if (change.Run is { } run)
            message.Run = run;
        if (change.Restarts is { } restarts)
            message.Restarts = restarts;
        if (change.LastExit is { } end)
            message.LastExit = end;
        if (change.Error is { } error)
            message.Error = error;
        return message;
    }

    /// <summary>The change of a message.</summary>
    public static ProcessChange ToChange(this P.ProcessChange change, string node) => new(
        new ProcessKey(node, change.Group, change.Tag), change.State, change.HasPid ? change.Pid : null, change.HasRun ? change.Run : null,
        change.HasRestarts ? change.Restarts : null, change.HasLastExit ? change.LastExit : null, change.HasError ? change.Error : null);
}
