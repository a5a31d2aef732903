using Drover.Agent.Trees;

namespace Drover.Agent;

/// <summary>Signals to a process group and to a whole tree.</summary>
public sealed partial class ProcessAgent
{
    private const int Continue = 18;

    /// <summary>Sends a signal to the process group of the main process. False if that has ended (or is not known): then nobody is signalled.</summary>
    public bool Signal(string invocation, int signal) => _invocations.TryGetValue(invocation, out var found) && found.SignalGroup(signal);

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TreeFigures> MeasureTrees()
    {
        var meter = new TreeMeter(() => ProcessScan.Take(0, LivingChildren()));
        return _invocations.ToDictionary(pair => pair.Key, pair => meter.Measure(pair.Value), StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public bool SignalMain(string invocation, int signal) => _invocations.TryGetValue(invocation, out var found) && found.SignalMain(signal);

    /// <inheritdoc/>
    public async Task<TreeRemains> FindTreeAsync(string invocation, CancellationToken cancellationToken)
    {
        if (!_invocations.TryGetValue(invocation, out var found))
            return TreeRemains.None;
        return Remains(await LookAsync(found, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async Task<TreeRemains> SignalTreeAsync(string invocation, int signal, CancellationToken cancellationToken)
    {
        if (!_invocations.TryGetValue(invocation, out var found))
            return TreeRemains.None;
        var record = found.Record;
        var groupHasIt = found.SignalGroup(signal);
        var members = await LookAsync(found, cancellationToken).ConfigureAwait(false);
        var others = members.Where(m => !groupHasIt || m.Group != record.Pid).ToList();
        foreach (var process in others)
            Tree.Signal(process, signal);
        // What is stopped (SIGSTOP) hears no signal before it goes on.
        foreach (var process in members.Where(m => m.State == 'T'))
            Tree.Signal(process, Continue);
        return Remains(others);
    }

    /// <inheritdoc/>
    public async Task<TreeRemains> KillTreeAsync(string invocation, CancellationToken cancellationToken)
    {
        if (!_invocations.TryGetValue(invocation, out var found))
            return TreeRemains.None;
        var began = _time.GetTimestamp();
        var pause = TimeSpan.FromMilliseconds(1);
        var emptyScans = 0;
        Tree.Kill(found, []);
        while (true)
        {
            var members = await LookAsync(found, cancellationToken).ConfigureAwait(false);
            if (members.Count == 0)
            {
                if (++emptyScans == 2)
                    return TreeRemains.None;
                continue;
            }
            emptyScans = 0;
            if (_time.GetElapsedTime(began) > _options.KillPatience)
                return Remains(members);
            Tree.Kill(found, members);
            await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(false);
            pause = TimeSpan.FromMilliseconds(Math.Min(pause.TotalMilliseconds * 2, 100));
        }
    }

    /// <summary>The living members of a tree.</summary>
    private async Task<IReadOnlyList<ScannedProcess>> LookAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var scan = await _scans.NextAsync(invocation.Record.StartTime).WaitAsync(cancellationToken).ConfigureAwait(false);
        var members = Tree.Members(invocation, scan);
        if (invocation.HasEnded && invocation.Record.Pid > 0)
            invocation.KeepSession(Tree.Rest(invocation, scan), record => _ = _files.Write(record));
        if (invocation.HasEnded && members.Count == 0)
            _logs.End(invocation.Record.LogPath, invocation.Record.Invocation);
        return members;
    }

    private static TreeRemains Remains(IReadOnlyList<ScannedProcess> members)
        => members.Count == 0 ? TreeRemains.None : new TreeRemains([.. members.Select(m => new TreeMember(m.Pid, m.Name, m.State))]);
}
