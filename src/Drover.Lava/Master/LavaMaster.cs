using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Drover.Doors;
using Drover.Kernel;
using Drover.Lab;
using Drover.Lab.Assignments;
using Drover.Lab.Logs;
using Drover.Lab.TestJobs;
using Drover.Lab.Workers;
using Drover.Lava.Control;
using Drover.Lava.Curve;
using Drover.Lava.Logs;
using Drover.Lava.Xz;
using Drover.Lava.Zmq;
using Microsoft.Extensions.Logging;

namespace Drover.Lava.Master;

/// <summary>Lets workers of LAVA's ZeroMQ era run the lab's test jobs. What a worker says is recorded before it is answered; what it does not answer is sent again.</summary>
public sealed class LavaMaster : IDoor, IWorkerEvents, ILogEvents, IDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private readonly IKernel _kernel;
    private readonly LabDomain _lab;
    private readonly LavaMasterOptions _options;
    private readonly ILoggerFactory _logging;
    private readonly ILogger _log;
    private readonly ConcurrentDictionary<long, (TestJobState State, long At)> _told = new();
    private readonly CancellationTokenSource _closing = new();
    // Each of one thread: that of the door of workers, and that of the door of log lines.
    private readonly RareLines _refusals;
    private readonly RareLines _strayLines;
    private ZmqContext? _context;
    private CurveGuard? _guard;
    private ControlDoor? _control;
    private LogDoor? _logs;
    private Task _looking = Task.CompletedTask;

    /// <param name="kernel">Records.</param>
    /// <param name="lab">Whose jobs are run.</param>
    /// <param name="options">The settings.</param>
    /// <param name="logging">Takes lines about what happens.</param>
    public LavaMaster(IKernel kernel, LabDomain lab, LavaMasterOptions options, ILoggerFactory logging) =>
        (_kernel, _lab, _options, _logging, _log, _refusals, _strayLines) =
            (kernel, lab, options, logging, logging.CreateLogger(LavaLog.Category), new RareLines(kernel.Clock), new RareLines(kernel.Clock));

    /// <summary>Where workers come in, with the port that the system chose where none was given.</summary>
    public string Endpoint => _control?.Endpoint ?? "";

    /// <summary>Where log lines come in.</summary>
    public string LogEndpoint => _logs?.Endpoint ?? "";

    /// <inheritdoc/>
    public Task ListenAsync()
    {
        _context = new ZmqContext();
        _guard = _options.Curve is { } curve ? CurveGuard.Open(_context, curve, _kernel.Clock, _logging) : null;
        _logs = LogDoor.Open(_context, _options.Logs, _guard, this, _kernel.Clock, _logging);
        _control = ControlDoor.Open(_context, _options.Control, _guard, this, _kernel.Clock, _logging);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Opened()
    {
        _lab.Assignments.Changed += OnChanged;
        _looking = LookAsync();
    }

    /// <inheritdoc/>
    public async Task CloseAsync(CancellationToken cut)
    {
        _lab.Assignments.Changed -= OnChanged;
        await _closing.CancelAsync();
        await _looking;
        _control?.Dispose();
        if (_logs is not null)
            await _logs.CloseAsync(cut);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _closing.Dispose();
        _control?.Dispose();
        _logs?.Dispose();
        _guard?.Dispose();
        _context?.Dispose();
    }

    bool IWorkerEvents.Admits(string worker)
    {
        if (_lab.Assignments.Hearing.WhyReserved(worker) is not { } reserved)
            return _options.AdmitsNewWorkers || _kernel.State.Objects.Find(Worker.Kind, worker) is not null;
        // The protocol has no word for it: the worker goes on saying HELLO.
        if (_refusals.IsDue(worker, out var before))
            LavaLog.NameReserved(_log, worker, reserved, before);
        return false;
    }

    void IWorkerEvents.Received(ReadOnlySpan<WorkerMessage> batch)
    {
        foreach (var message in batch)
            _ = TakeAsync(message);
    }

    void ILogEvents.Received(long jobId, ReadOnlySpan<LogLine> lines)
    {
        // Nobody says here who he is, and the lines of the worker in the daemon do not come this way.
        if (_lab.Assignments.Find(jobId) is { } own && _lab.Assignments.Hearing.WhyReserved(own.Worker) is not null)
        {
            if (_strayLines.IsDue(jobId.ToString(CultureInfo.InvariantCulture), out var before))
                LavaLog.LinesOfOwn(_log, lines.Length, jobId, before);
            return;
        }
        var texts = new List<LogText>(lines.Length);
        foreach (var line in lines)
            texts.Add(LogText.Of(line.Text, line.Level));
        _ = EndByVerdictAsync(jobId, _lab.Logs.AppendAsync(jobId, texts));
    }

    /// <summary>What a worker has said. Whatever goes wrong costs this message: workers say again what they get no answer to.</summary>
    private async Task TakeAsync(WorkerMessage message)
    {
        try
        {
            switch (message)
            {
                case WorkerMessage.Hello hello:
                    await HeardAsync(message, hello.PackageVersion);
                    break;
                case WorkerMessage.Ping:
                    await HeardAsync(message, null);
                    break;
                case WorkerMessage.StartOk started when _lab.Assignments.Find(started.JobId)?.Worker == message.Worker:
                    await HeardAsync(message, null);
                    await _lab.Assignments.RunningAsync(started.JobId);
                    break;
                case WorkerMessage.End ended:
                    await EndedAsync(ended);
                    break;
            }
        }
        catch (Exception e)
        {
            LavaLog.NotTaken(_log, message.Worker, message.GetType().Name, e.Message);
        }
    }

    /// <summary>One that the master does not know since its start, or that has started anew, is asked for the jobs that it has to run.</summary>
    private async Task HeardAsync(WorkerMessage message, string? version)
    {
        _control!.Workers.Heard(message.Worker);
        await _lab.Assignments.Hearing.HeardAsync(message.Worker, version);
        if (message is not WorkerMessage.Hello && message.Contact == Contact.Known)
            return;
        foreach (var assignment in _lab.Assignments.Of(message.Worker))
        {
            if (assignment.State == TestJobState.Running)
                _control.Send(message.Worker, MasterMessage.Status(assignment.Job));
            _told.TryRemove(assignment.Job, out _);
        }
        Tell(message.Worker);
    }

    private async Task EndedAsync(WorkerMessage.End ended)
    {
        var assignment = _lab.Assignments.Find(ended.JobId);
        // A daemon that is about to leave, or has just come: the worker says it again.
        if (assignment is null && !_lab.Assignments.IsSettled(ended.JobId))
            return;
        if (assignment is not null && assignment.Worker == ended.Worker)
        {
            await HeardAsync(ended, null);
            if (ended.Description.IsEmpty)
                await _lab.Assignments.EndedAsync(ended.JobId, new TestJobEnd(TestJobHealth.Incomplete, "", ended.Errors));
            else
                _ = EndByVerdictAsync(ended.JobId, LostVerdictAsync());
        }
        if (!ended.Description.IsEmpty)
            await DescribeAsync(ended);
        _control!.Send(ended.Worker, MasterMessage.EndOk(ended.JobId));
    }

    /// <summary>Keeps the description. It says nothing of how the job ended, and one that cannot be unpacked costs nothing but itself.</summary>
    private async Task DescribeAsync(WorkerMessage.End ended)
    {
        // To unpack it takes its time, which is not that of the door's thread.
        await Task.Yield();
        if (_lab.Descriptions.Wanted(ended.JobId, ended.Worker) is not { } wanted)
            return;
        var unpacked = XzStream.Unpack(ended.Description.Span, new XzOptions { MaximumContent = _lab.Descriptions.Limit });
        if (unpacked.IsUnpacked)
            await _lab.Descriptions.KeepAsync(wanted, Encoding.UTF8.GetString(unpacked.Content.Span));
        else if (unpacked.Outcome == XzOutcome.TooLong)
            _lab.Descriptions.TooLong(ended.JobId, ended.Worker);
        else
            LavaLog.DescriptionNotUnpacked(_log, ended.JobId, ended.Worker, unpacked.Outcome);
    }

    /// <summary>The verdict stands in the log. When that is lost, the job must not run for ever.</summary>
    private async Task<TestJobEnd?> LostVerdictAsync()
    {
        await Task.Delay(_options.VerdictGrace, _kernel.Clock, _closing.Token);
        return new TestJobEnd(TestJobHealth.Incomplete, "", "its worker has reported the end, but no verdict came in the log");
    }

    private async Task EndByVerdictAsync(long job, Task<TestJobEnd?> verdict)
    {
        try
        {
            if (await verdict is { } end)
                await _lab.Assignments.EndedAsync(job, end);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The next master asks the worker what became of the job.
        }
        catch (Exception e)
        {
            LavaLog.LinesNotTaken(_log, job, e.Message);
        }
    }

    private void OnChanged(object? sender, WorkerEventArgs e) => Tell(e.Worker);

    /// <summary>Sends a worker what it has not heard yet, or not for a while.</summary>
    private void Tell(string worker)
    {
        if (_control?.Workers.Find(worker) is not { LastHeard: > 0 })
            return;
        foreach (var assignment in _lab.Assignments.Of(worker))
        {
            if (assignment.State is not (TestJobState.Scheduled or TestJobState.Canceling)
                || (assignment.State == TestJobState.Scheduled && _lab.Assignments.Obstacle is not null)
                || (_told.TryGetValue(assignment.Job, out var told) && told.State == assignment.State && _kernel.Clock.GetElapsedTime(told.At) < _options.Resend))
                continue;
            if (told.State == assignment.State)
                _lab.Instruments.Resent(assignment.State);
            _told[assignment.Job] = (assignment.State, _kernel.Clock.GetTimestamp());
            if (assignment.State == TestJobState.Canceling)
            {
                _control.Send(worker, MasterMessage.Cancel(assignment.Job));
                continue;
            }
            if (assignment.Take())
                _control.Send(worker, MasterMessage.Start(assignment.Job, assignment.Texts));
        }
    }

    /// <summary>Passes on who was heard, which the door keeps for itself, and sends again what was not answered.</summary>
    private async Task LookAsync()
    {
        using var timer = new PeriodicTimer(s_look, _kernel.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(_closing.Token))
            {
                _lab.Assignments.CloseIntake(_logs!.IsOpen ? null : "log lines of LAVA's workers are not taken");
                foreach (var sighting in _control!.Workers.All)
                    if (sighting.LastHeard > 0 && _kernel.Clock.GetElapsedTime(sighting.LastHeard) < 2 * s_look)
                        await PassOnAsync(sighting.Worker);
                foreach (var worker in _lab.Assignments.Busy)
                    Tell(worker);
                foreach (var job in _told.Keys)
                    if (_lab.Assignments.Find(job) is null)
                        _told.TryRemove(job, out _);
            }
        }
        catch (OperationCanceledException)
        {
            // The door closes.
        }
    }

    /// <summary>One that cannot be recorded now is passed on with its next sign of life.</summary>
    private async Task PassOnAsync(string worker)
    {
        try
        {
            await _lab.Assignments.Hearing.HeardAsync(worker);
        }
        catch (Exception e)
        {
            LavaLog.NotTaken(_log, worker, nameof(WorkerMessage.Ping), e.Message);
        }
    }
}
