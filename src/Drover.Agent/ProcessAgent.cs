using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Drover.Agent.Identity;
using Drover.Agent.Output;
using Drover.Agent.Spawning;
using Drover.Agent.Telling;
using Drover.Agent.Trees;
using Drover.Agent.Watching;
using Drover.Nodes.Reports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Agent;

/// <summary>Starts, watches, signals and ends processes of this machine, and finds them again after the daemon was gone. The processes never
/// depend on the agent: disposing it, or killing the daemon, leaves them as they are. All methods may be called from any thread.</summary>
public sealed partial class ProcessAgent : IProcessAgent
{
    private readonly ConcurrentDictionary<string, Invocation> _invocations = new(StringComparer.Ordinal);
    // Two for each process at most, so never more than are cared for; who watches them never waits for who reads.
    private readonly ReportQueue<ProcessReport> _reports = new(report => report.Number);
    private readonly AgentOptions _options;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly Func<string> _ids;
    private readonly RecordFiles _files;
    private readonly PollThread _poll;
    private readonly ScanThread _scans;
    private readonly Cgroups? _cgroups;
    private readonly string? _noCgroups;
    private readonly SpawnLibrary? _library;
    private readonly OrphanReaper? _orphans;
    private volatile string? _groupProblem;
    private readonly CapturedLogs _logs;
    private readonly ITimer _logTimer;
    private int _adopted;
    private int _disposed;

    /// <summary>Takes possession of a run directory.</summary>
    /// <param name="options">Places and limits.</param>
    /// <param name="time">The clock.</param>
    /// <param name="ids">Makes unique invocation names (letters and digits); random ones by default.</param>
    /// <param name="logging">Takes lines about what happens. Default: nobody does.</param>
    /// <exception cref="AgentException">A setting is wrong, or another daemon uses the run directory.</exception>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "Owned by fields.")]
    public ProcessAgent(AgentOptions options, TimeProvider time, Func<string>? ids = null, ILoggerFactory? logging = null)
    {
        options.Check();
        _options = options;
        _log = (logging ?? NullLoggerFactory.Instance).CreateLogger(AgentLog.Category);
        _time = time;
        _ids = ids ?? new InvocationNames(options.RunDirectory).Next;
        _library = options.UseLibrary ? SpawnLibrary.Loaded : null;
        // Others may pass through to their notification sockets, but not look around.
        Directory.CreateDirectory(
            options.NotifyDirectory ?? NotifySocket.UsualDirectory(options.RunDirectory),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        _files = new RecordFiles(options.RunDirectory);
        _poll = new PollThread();
        _scans = new ScanThread(LivingChildren);
        _cgroups = options.UseCgroups ? Cgroups.Probe(options.Cgroup, out _noCgroups) : null;
        _orphans = OrphanReaper.IsNeeded() ? new OrphanReaper(pid => _invocations.Values.Any(i => i.IsChild && !i.HasEnded && i.Record.Pid == pid)) : null;
        if (MissingProtection is { } missing)
            AgentLog.NotProtected(_log, missing);
        _logs = new CapturedLogs(options, time, _log);
        _logTimer = time.CreateTimer(_ => _logs.Look(), null, options.LogCheckInterval, options.LogCheckInterval);
    }

    /// <inheritdoc/>
    public TimeSpan SinceBoot => BootClock.Now;

    /// <inheritdoc/>
    public Task<IReadOnlyList<ProcessReport>> ReadReportsAsync(long after, CancellationToken cancellationToken) => _reports.ReadAsync(after, cancellationToken);

    /// <inheritdoc/>
    public void Acknowledge(long number) => _reports.Acknowledge(number);

    /// <summary>Whether each invocation gets a cgroup here.</summary>
    public bool HasCgroups => _cgroups is not null;

    /// <inheritdoc/>
    public string? MissingProtection => Protection.Missing(
        _options.UseCgroups ? _noCgroups ?? _groupProblem : null, _options.UseLibrary && _library is null ? SpawnLibrary.Problem : null);

    /// <summary>All invocations that are running or not yet forgotten.</summary>
    public IReadOnlyList<ProcessView> List() => [.. _invocations.Values.Select(i => i.View())];

    /// <inheritdoc/>
    public ProcessView? Find(string invocation) => _invocations.TryGetValue(invocation, out var found) ? found.View() : null;

    /// <inheritdoc/>
    public ProcessFigures? Figures(string invocation)
    {
        if (!_invocations.TryGetValue(invocation, out var found) || found.HasEnded
            || ProcessStat.Read(found.Record.Pid) is not { } stat || stat.StartTime != found.Record.StartTime)
            return null;
        const int TicksPerSecond = 100; // USER_HZ, the same on every architecture that .NET runs on
        var cpu = TimeSpan.FromSeconds((double)(stat.UserTicks + stat.SystemTicks) / TicksPerSecond);
        return new ProcessFigures(stat.State, cpu, stat.ResidentPages * Environment.SystemPageSize, stat.Threads);
    }

    /// <inheritdoc/>
    public void Note(string invocation, RawJson note) => Change(invocation, record => record with { Note = note });

    /// <inheritdoc/>
    public bool MoveLog(string invocation, string path)
    {
        if (!_invocations.TryGetValue(invocation, out var found) || !LogFile.Move(found.Record.LogPath, path))
            return false;
        var before = found.Record;
        Change(invocation, record => record with { LogPath = path });
        _logs.End(before.LogPath, invocation);
        if (!found.HasEnded)
            _logs.Adopt(path, invocation, before.LogLimit, before.LogFile, before.Pid);
        return true;
    }

    /// <inheritdoc/>
    public void Forget(string invocation)
    {
        if (!_invocations.TryGetValue(invocation, out var found))
            return;
        if (!found.HasEnded)
            throw new AgentException("STILL_RUNNING", $"Process {found.Record.Pid} of {found.Record.Key.Name} still runs; stop it before it is forgotten.");
        found.Forget();
        _logs.End(found.Record.LogPath, invocation);
        RemoveGroup(found.Record);
        _files.Delete(found.Record);
        _invocations.TryRemove(invocation, out _);
    }

    /// <summary>Lets go of everything. The processes stay as they are, for the next agent on this run directory.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _logTimer.Dispose();
        _logs.Dispose();
        _orphans?.Dispose();
        _poll.Dispose();
        _scans.Dispose();
        foreach (var invocation in _invocations.Values)
        {
            invocation.Release();
            invocation.Notify?.Leave();
        }
        _files.Dispose();
        _reports.End();
    }

    private void Change(string invocation, Func<InvocationRecord, InvocationRecord> change)
    {
        if (_invocations.TryGetValue(invocation, out var found))
            _ = _files.Write(found.Change(change), withNote: true);
    }

    private void RemoveGroup(InvocationRecord record)
    {
        if (record.Cgroup is { } group)
            Cgroups.Remove(group);
        else
            _cgroups?.RemoveOf(record.Invocation);
    }

    /// <summary>Main processes that we have started and not yet reaped: until then nobody else can have their numbers.</summary>
    private HashSet<int> LivingChildren() => [.. _invocations.Values.Where(i => i.IsChild && !i.HasEnded).Select(i => i.Record.Pid)];
}
