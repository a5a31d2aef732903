using System.Collections.Concurrent;
using System.Threading.Channels;
using Drover.Kernel;
using Drover.Lab;
using Drover.Lab.Assignments;
using Drover.Lab.Devices;
using Drover.Lab.TestJobs;
using Drover.Lab.Workers;
using Drover.Nodes;
using Microsoft.Extensions.Logging;

namespace Drover.ShellWorker.Jobs;

/// <summary>The worker of one machine: takes the test jobs of its shell devices, and has each run. Nothing of the own machine is touched before there is a job; a node is opened when it comes.</summary>
internal sealed class BuiltInWorker : IDisposable
{
    private const string ShellType = "shell";
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_rarely = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<long, JobEntry> _jobs = new();
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _leaving = new();
    private readonly LabDomain _lab;
    private readonly ShellWorkerOptions _options;
    private readonly IKernel _kernel;
    private readonly TimeProvider _clock;
    private readonly MachineKeeper _keeper;
    private readonly JobRunner _runner;
    private readonly string _name;
    private readonly bool _isOwn;
    private volatile Shells? _shells;
    private volatile bool _isInUse;
    private volatile string? _problem;
    private Task _keeping = Task.CompletedTask;
    private Task _looking = Task.CompletedTask;

    /// <param name="name">Its name.</param>
    /// <param name="isOwn">Whether it is that of the master's own machine.</param>
    /// <param name="lab">Whose test jobs are run.</param>
    /// <param name="options">The settings.</param>
    /// <param name="kernel">The state of the lab.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="log">Takes lines about what happens.</param>
    public BuiltInWorker(string name, bool isOwn, LabDomain lab, ShellWorkerOptions options, IKernel kernel, TimeProvider clock, ILogger log)
    {
        (_name, _isOwn, _lab, _options, _kernel, _clock) = (name, isOwn, lab, options, kernel, clock);
        var notes = new JobNotes(isOwn ? options.StateDirectory : Path.Combine(options.NodesDirectory, name), clock);
        _keeper = new MachineKeeper(name, isOwn, notes, kernel, clock, log);
        _runner = new JobRunner(name, isOwn, lab, options, notes, _keeper, kernel, clock, log);
        _isInUse = isOwn || notes.Jobs.Count > 0;
        _keeper.Opened += (_, _) =>
        {
            _isInUse = true;
            Wake();
        };
    }

    /// <summary>Why no job can be run; null when nothing is in the way.</summary>
    public string? Problem => _problem ?? _keeper.Problem;

    /// <summary>Name of its machine.</summary>
    public string Node => _keeper.Node.Name;

    /// <summary>By which node its machine is reached from now on.</summary>
    public void Take(INode node) => _keeper.Take(node);

    public void Start()
    {
        _lab.Assignments.Hearing.Reserve(_name, isNode: !_isOwn, () => _isInUse && HasShells());
        _looking = RunAsync(_leaving.Token);
    }

    /// <summary>Something has changed for it.</summary>
    public void Wake() => _changes.Writer.TryWrite(true);

    public async Task StopAsync()
    {
        await _leaving.CancelAsync();
        await _looking;
        await Task.WhenAll(_jobs.Values.Select(entry => entry.Running));
        await _keeping;
    }

    public void Dispose()
    {
        _keeper.Dispose();
        _leaving.Dispose();
    }

    /// <summary>Removes work directories whose time is over.</summary>
    public async Task CleanAsync(CancellationToken cancellationToken)
    {
        if (_keeper.Machine is { } machine && (_isOwn || IsAdded))
            await _runner.CleanAsync(machine, [.. _jobs.Keys, .. Unfinished()], cancellationToken);
    }

    private IEnumerable<long> Unfinished() => _kernel.State.Objects.All(TestJob.Kind).Where(job => job.Worker == _name && !job.IsOver).Select(job => job.Id);

    private bool IsAdded => _kernel.State.Objects.Find(Worker.Kind, _name) is not null;

    private async Task RunAsync(CancellationToken leaving)
    {
        // The start of the daemon waits for nothing of this.
        await Task.Yield();
        var isKept = false;
        while (!leaving.IsCancellationRequested)
        {
            try
            {
                if (_isOwn || _keeper.Machine is not null)
                    await _lab.Assignments.Hearing.PresentAsync(_name);
                // On the own machine what an earlier daemon has left is looked for at once; else the first job opens it.
                if (!isKept && (!_isOwn || Directory.Exists(_options.StateDirectory) || _lab.Assignments.Of(_name).Any(IsShell)))
                {
                    isKept = true;
                    _keeping = _keeper.RunAsync(leaving);
                }
                if (!_keeper.IsKnown && _jobs.IsEmpty)
                    _isInUse = false;
                if (_isInUse)
                    Look(leaving);
                _problem = null;
            }
            catch (Exception e)
            {
                // What is in the way of a stop is no problem.
                _problem = leaving.IsCancellationRequested ? null : $"The worker {_name} cannot work: {e.Message}";
            }
            var pause = !_isInUse ? Timeout.InfiniteTimeSpan : IsAdded ? s_look : s_rarely;
            await Task.WhenAny(_changes.Reader.WaitToReadAsync(leaving).AsTask(), Task.Delay(pause, _clock, leaving));
            _changes.Reader.TryRead(out _);
        }
    }

    private void Look(CancellationToken leaving)
    {
        foreach (var assignment in _lab.Assignments.Of(_name))
        {
            var isShell = IsShell(assignment);
            // Where there is no shell, a LAVA worker may have come by this name: on this machine it has it by default.
            if (!isShell && !HasShells())
                continue;
            var isHere = _keeper.Machine is not null;
            if (isShell)
                assignment.Holdup = isHere ? null : _runner.Holdup;
            // One that was never begun waits; one that was can end without its machine, if that is another one.
            if (isShell && !isHere && (_isOwn || !assignment.IsTaken))
                continue;
            var entry = _jobs.GetOrAdd(assignment.Job, _ => new JobEntry());
            if (assignment.State == TestJobState.Canceling)
                entry.Cancel();
            entry.Begin(async () =>
            {
                await (isShell ? _runner.RunAsync(assignment, entry, leaving) : _runner.RefuseAsync(assignment, TypeOf(assignment), leaving));
                if (!leaving.IsCancellationRequested)
                    _jobs.TryRemove(assignment.Job, out _);
            });
        }
    }

    /// <summary>Whether a shell hangs on this worker. Found again only when a device has changed, since workers ask with each of their messages.</summary>
    private bool HasShells()
    {
        var devices = _kernel.State.Objects;
        var (now, known) = (devices.Version(Device.Kind), _shells);
        if (!ReferenceEquals(known?.Of, now))
            _shells = known = new Shells(now, devices.All(Device.Kind).Any(device => device.Worker == _name && IsShell(device.Type)));
        return known!.Any;
    }

    private bool IsShell(Assignment assignment) => IsShell(TypeOf(assignment));

    private static bool IsShell(string type) => type == ShellType || type.StartsWith(ShellType + "-", StringComparison.Ordinal);

    private string TypeOf(Assignment assignment) => _kernel.State.Objects.Find(Device.Kind, assignment.Device)?.Type ?? "";

    private sealed record Shells(object Of, bool Any);
}
