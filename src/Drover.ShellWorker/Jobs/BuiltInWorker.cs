using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Kernel.Logs;
using Drover.Lab;
using Drover.Lab.Assignments;
using Drover.Lab.Devices;
using Drover.Lab.TestJobs;
using Drover.Lab.Workers;
using Drover.ShellWorker.Machine;
using Drover.ShellWorker.Output;
using Drover.ShellWorker.Telling;
using Microsoft.Extensions.Logging;

namespace Drover.ShellWorker.Jobs;

/// <summary>The worker: takes the test jobs of its shell devices, runs each, and reports how it ended. Nothing of the machine is touched before there is a job.</summary>
internal sealed class BuiltInWorker(LabDomain lab, ShellWorkerOptions options, ILogSource output, TimeProvider clock, ILoggerFactory logging) : IController, IDisposable
{
    private const string ShellType = "shell";
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_rarely = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_again = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<long, Entry> _jobs = new();
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _leaving = new();
    private volatile Shells? _shells;
    private readonly ILogger _log = logging.CreateLogger(ShellWorkerLog.Category);
    private IKernel _kernel = null!;
    private ShellMachine? _machine;
    private Task _watching = Task.CompletedTask;
    private Task _running = Task.CompletedTask;

    /// <summary>Why no job can be run; null when nothing is in the way.</summary>
    public string? Problem { get; private set; }

    /// <inheritdoc/>
    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        _kernel = kernel;
        lab.Assignments.Hearing.Reserve(options.Name, HasShells);
        lab.Assignments.Changed += OnChanged;
        _running = RunAsync(_leaving.Token);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        lab.Assignments.Changed -= OnChanged;
        await _leaving.CancelAsync();
        await _running;
        await Task.WhenAll(_jobs.Values.Select(entry => entry.Running));
        await _watching;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _machine?.Dispose();
        _leaving.Dispose();
    }

    /// <summary>Removes work directories whose time is over.</summary>
    public Task CleanAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        if (_machine is not { } machine)
            return Task.CompletedTask;
        var last = clock.GetUtcNow().UtcDateTime - options.Keep;
        foreach (var (job, touched) in machine.WorkDirectories.Where(found => found.Touched < last && !_jobs.ContainsKey(found.Job) && !IsUnfinished(found.Job)).ToList())
        {
            ShellWorkerLog.Removed(_log, job);
            machine.Remove(job);
        }
        return Task.CompletedTask;
    }

    private void OnChanged(object? sender, WorkerEventArgs e)
    {
        if (e.Worker == options.Name)
            _changes.Writer.TryWrite(true);
    }

    private async Task RunAsync(CancellationToken leaving)
    {
        // The start of the daemon waits for nothing of this.
        await Task.Yield();
        while (!leaving.IsCancellationRequested)
        {
            try
            {
                await lab.Assignments.Hearing.PresentAsync(options.Name);
                // What an earlier daemon has left is looked for at once; else the first job opens the machine.
                if (_machine is null && (Directory.Exists(options.StateDirectory) || lab.Assignments.Of(options.Name).Any(IsShell)))
                    await OpenAsync(leaving);
                Look(_machine, leaving);
                Problem = null;
            }
            catch (Exception e)
            {
                // What is in the way of a stop is no problem.
                Problem = leaving.IsCancellationRequested ? null : $"The built-in worker cannot work: {e.Message}";
            }
            var pause = _kernel.State.Objects.Find(Worker.Kind, options.Name) is null ? s_rarely : s_look;
            await Task.WhenAny(_changes.Reader.WaitToReadAsync(leaving).AsTask(), Task.Delay(pause, clock, leaving));
            _changes.Reader.TryRead(out _);
        }
    }

    private async Task OpenAsync(CancellationToken leaving)
    {
        var machine = new ShellMachine(options, clock, logging);
        try
        {
            await machine.AdoptAsync(leaving);
            _watching = WatchAsync(machine, leaving);
            foreach (var job in machine.Steps.Select(step => step.Job).Concat(machine.Jobs).Distinct().Where(job => !IsUnfinished(job)).ToList())
                await DropAsync(machine, job, leaving);
        }
        catch
        {
            machine.Dispose();
            throw;
        }
        _machine = machine;
        ShellWorkerLog.Ready(_log, options.Name, options.User ?? Environment.UserName);
    }

    private static async Task WatchAsync(ShellMachine machine, CancellationToken leaving)
    {
        try
        {
            await machine.WatchAsync(leaving);
        }
        catch (OperationCanceledException)
        {
            // The daemon ends, the processes go on.
        }
    }

    /// <summary>Nobody waits for it any more: it has ended, or was ended by force, while no daemon looked.</summary>
    private async Task DropAsync(ShellMachine machine, long job, CancellationToken leaving)
    {
        await EndStepsAsync(machine, job, leaving);
        machine.Close(job);
    }

    private async Task EndStepsAsync(ShellMachine machine, long job, CancellationToken leaving)
    {
        foreach (var step in machine.Steps.Where(step => step.Job == job).ToList())
        {
            ShellWorkerLog.Orphan(_log, job);
            await machine.EndTreeAsync(step, atOnce: true, leaving);
            machine.Forget(step);
        }
    }

    private void Look(ShellMachine? machine, CancellationToken leaving)
    {
        foreach (var assignment in lab.Assignments.Of(options.Name))
        {
            var isShell = IsShell(assignment);
            // Where there is no shell, a LAVA worker may have come by this name: on this machine it has it by default.
            if (isShell ? machine is null : !HasShells())
                continue;
            var entry = _jobs.GetOrAdd(assignment.Job, _ => new Entry());
            if (assignment.State == TestJobState.Canceling)
                entry.Cancel();
            entry.Begin(() => RunAsync(assignment, isShell ? () => RunOnceAsync(machine!, assignment, entry, leaving) : () => RefuseAsync(assignment), leaving));
        }
    }

    private async Task RunAsync(Assignment assignment, Func<Task> once, CancellationToken leaving)
    {
        // Whoever looks for work goes on.
        await Task.Yield();
        while (!leaving.IsCancellationRequested)
        {
            try
            {
                await once();
                _jobs.TryRemove(assignment.Job, out _);
                return;
            }
            catch (Exception e)
            {
                if (leaving.IsCancellationRequested)
                    return;
                ShellWorkerLog.Faulty(_log, assignment.Job, e.Message);
            }
            await Task.WhenAny(Task.Delay(s_again, clock, leaving));
        }
    }

    private async Task RunOnceAsync(ShellMachine machine, Assignment assignment, Entry entry, CancellationToken leaving)
    {
        var id = assignment.Job;
        await lab.Assignments.RunningAsync(id);
        // It has ended between the look and now, or was cancelled at this very moment, before anything of it was begun. One that was killed is gone from the state, but is to be ended here.
        if (assignment.State == TestJobState.Finished || _kernel.State.Objects.Find(TestJob.Kind, TestJob.KeyOf(id)) is { State: not (TestJobState.Running or TestJobState.Canceling) })
            return;
        TestJobEnd end;
        try
        {
            var note = JobNote.Read(machine.NoteOf(id));
            if (note is not null)
                ShellWorkerLog.TakenUp(_log, id, note.Phase.ToString().ToLowerInvariant(), note.Index);
            var job = new ShellJob(assignment, note, machine, options, lab.Logs, output, clock, _log);
            entry.SetJob(job);
            end = await job.RunAsync(leaving);
        }
        catch (JsonException e)
        {
            ShellWorkerLog.Unreadable(_log, id, e.Message);
            await EndStepsAsync(machine, id, leaving);
            end = new TestJobEnd(TestJobHealth.Incomplete, "Infrastructure", "The record of the test job was damaged: how its steps ended is not known");
            await LogVerdictAsync(id, end);
        }
        await lab.Assignments.EndedAsync(id, end);
        await DropAsync(machine, id, leaving);
    }

    /// <summary>Its device is none of a worker that has nothing but shells, and no other worker may come by this name.</summary>
    private async Task RefuseAsync(Assignment assignment)
    {
        var type = TypeOf(assignment);
        ShellWorkerLog.NotShell(_log, assignment.Job, assignment.Device, type, options.Name);
        var end = new TestJobEnd(TestJobHealth.Incomplete, "Infrastructure",
            $"Device {assignment.Device} of type {type} is no shell, and hangs on {options.Name}, the worker in the daemon: give it the worker that can reach it ('drover mod device {assignment.Device} --worker NAME')");
        await LogVerdictAsync(assignment.Job, end);
        await lab.Assignments.EndedAsync(assignment.Job, end);
    }

    private async Task LogVerdictAsync(long job, TestJobEnd end) => await lab.Logs.AppendAsync(job,
        [LogLine.Result(clock.GetUtcNow(), [("case", "job"), ("definition", "lava"), ("error_msg", end.Comment), ("error_type", end.ErrorType), ("result", "fail")])]);

    private bool IsUnfinished(long job) => _kernel.State.Objects.Find(TestJob.Kind, TestJob.KeyOf(job)) is { IsOver: false };

    /// <summary>Whether a shell hangs on this worker. Found again only when a device has changed, since workers ask with each of their messages.</summary>
    private bool HasShells()
    {
        var devices = _kernel.State.Objects;
        var (now, known) = (devices.Version(Device.Kind), _shells);
        if (!ReferenceEquals(known?.Of, now))
            _shells = known = new Shells(now, devices.All(Device.Kind).Any(device => device.Worker == options.Name && IsShell(device.Type)));
        return known!.Any;
    }

    private bool IsShell(Assignment assignment) => IsShell(TypeOf(assignment));

    private static bool IsShell(string type) => type == ShellType || type.StartsWith(ShellType + "-", StringComparison.Ordinal);

    private string TypeOf(Assignment assignment) => _kernel.State.Objects.Find(Device.Kind, assignment.Device)?.Type ?? "";

    private sealed record Shells(object Of, bool Any);

    /// <summary>A job that is being run.</summary>
    private sealed class Entry
    {
        private readonly Lock _gate = new();
        private ShellJob? _job;
        private bool _isCancelled;
        private bool _isBegun;

        public Task Running { get; private set; } = Task.CompletedTask;

        public void Begin(Func<Task> run)
        {
            if (_isBegun)
                return;
            _isBegun = true;
            Running = run();
        }

        public void SetJob(ShellJob job)
        {
            lock (_gate)
            {
                _job = job;
                if (_isCancelled)
                    job.Cancel();
            }
        }

        public void Cancel()
        {
            lock (_gate)
            {
                _isCancelled = true;
                _job?.Cancel();
            }
        }
    }
}
