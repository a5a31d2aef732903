using Drover.Agent.Identity;
using Drover.Agent.Native;
using Drover.Agent.Telling;
using Drover.Agent.Watching;

namespace Drover.Agent;

/// <summary>Exits and announcements, as the poll thread sees them.</summary>
public sealed partial class ProcessAgent
{
    private void Watch(Invocation invocation)
    {
        _invocations[invocation.Record.Invocation] = invocation;
        if (invocation.Notify is { } notify)
            _poll.Add(notify.Descriptor, token => invocation.NotifyToken = token, () => ReadNotices(invocation));
        // Last: the process may have ended already, and its end must find everything in place.
        _poll.Add(invocation.Pidfd, token => invocation.PollToken = token, () => End(invocation));
    }

    private void End(Invocation invocation)
    {
        var ended = invocation.Reap(_files.KeptStatus, pidfd => _poll.Remove(pidfd, invocation.PollToken));
        if (_orphans is not null)
            OrphanReaper.Reap();
        if (ended is null)
            return;
        if (invocation.Notify is { } notify)
        {
            ReadNotices(invocation);
            _poll.Remove(notify.Descriptor, invocation.NotifyToken);
            invocation.Notify = null;
            notify.Dispose();
        }
        // If this fails, the record says "running" of a process that is not there: after a restart it has ended with unknown status.
        if (_files.Write(ended) is var error and not 0)
            AgentLog.NotRecorded(_log, ended.Key.Name, Errno.Text(error));
        AgentLog.Ended(_log, ended.Key.Name, ended.Pid, ended.Invocation);
        Report(ProcessReportKind.Exited, ended);
    }

    private void ReadNotices(Invocation invocation)
    {
        if (invocation.Notify is not { } notify)
            return;
        foreach (var (ready, status) in notify.Receive())
        {
            if (status is not null)
                invocation.StatusText = status;
            // Only once: a process may say so as often as it likes. If this cannot be written the next daemon waits for it again.
            if (ready && invocation.BecomeReady() is { } known)
            {
                _ = _files.Write(known);
                Report(ProcessReportKind.Ready, known);
            }
        }
    }

    private void Report(ProcessReportKind kind, InvocationRecord record) =>
        _reports.Add(number => new ProcessReport(number, kind, record.Invocation, record.Key, _time.GetUtcNow(), record.Exit));
}
