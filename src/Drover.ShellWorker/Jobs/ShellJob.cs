using System.Globalization;
using Drover.Lab.Assignments;
using Drover.Lab.Definitions;
using Drover.Lab.Logs;
using Drover.Lab.TestJobs;
using Drover.Nodes.TestJobs;
using Drover.ShellWorker.Machine;
using Drover.ShellWorker.Output;
using Drover.ShellWorker.Plans;
using Microsoft.Extensions.Logging;

namespace Drover.ShellWorker.Jobs;

/// <summary>One test job from its beginning, or from where an earlier daemon has left it, to its end. Each step is noted when it is done; a step that is done once more because nobody
/// could note it comes to the same.</summary>
internal sealed partial class ShellJob
{
    private const string ActionCase = "lava-test-shell";

    private static readonly JobCause s_lost = new("Infrastructure", "The machine was started anew, or what was known of the steps is gone: how they ended is not known");

    private readonly TaskCompletionSource _cancel = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StepMachine? _machine;
    private readonly Func<TimeSpan> _sinceBoot;
    private readonly JobNotes _notes;
    private readonly ShellWorkerOptions _options;
    private readonly TestJobLogs _logs;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly ShellPlan? _plan;
    private readonly string _refusal = "";
    private JobNote _note;

    /// <param name="assignment">The test job.</param>
    /// <param name="note">Where it stands; null when it was not begun.</param>
    /// <param name="machine">The machine; null while it is away.</param>
    /// <param name="sinceBoot">Tells its time, also while it is away.</param>
    /// <param name="notes">Takes where it stands.</param>
    /// <param name="options">Limits.</param>
    /// <param name="logs">Takes its log.</param>
    /// <param name="clock">Times waits and lines.</param>
    /// <param name="log">Takes what goes wrong.</param>
    public ShellJob(
        Assignment assignment, JobNote? note, StepMachine? machine, Func<TimeSpan> sinceBoot, JobNotes notes, ShellWorkerOptions options, TestJobLogs logs, TimeProvider clock, ILogger log)
    {
        (_machine, _sinceBoot, _notes, _options, _logs, _clock, _log) = (machine, sinceBoot, notes, options, logs, clock, log);
        _note = note ?? new JobNote { Job = assignment.Job, Boot = machine?.Boot ?? "", Began = sinceBoot() };
        try
        {
            _plan = PlanReader.Read(assignment.Texts, options.JobTime);
        }
        catch (DefinitionException e)
        {
            _refusal = e.Message;
        }
    }

    /// <summary>The test job is to end.</summary>
    public void Cancel() => _cancel.TrySetResult();

    /// <summary>Runs it.</summary>
    /// <param name="leaving">The daemon ends: the steps go on, and the next one takes them up.</param>
    /// <returns>How it ended.</returns>
    public async Task<TestJobEnd> RunAsync(CancellationToken leaving)
    {
        while (true)
        {
            leaving.ThrowIfCancellationRequested();
            switch (_note.Phase)
            {
                case JobPhase.Begin:
                    await BeginAsync(leaving);
                    break;
                case JobPhase.Ready:
                    await StartAsync();
                    break;
                case JobPhase.Running:
                    await FollowAsync(leaving);
                    break;
                case JobPhase.Ended:
                    await Machine.ForgetAsync(Key, leaving);
                    await CloseAsync();
                    break;
                default:
                    return await FinishAsync();
            }
        }
    }

    private StepMachine Machine => _machine ?? throw new InvalidOperationException("The machine of this test job is away.");

    private PlannedTest Test => _plan!.Tests[_note.Index];

    private StepKey Key => new(_note.Job, _note.Index);

    /// <summary>The time of this moment, for the lines that are made now.</summary>
    private DateTimeOffset Now => _clock.GetUtcNow();

    private async Task BeginAsync(CancellationToken leaving)
    {
        var refused = _plan is null;
        _notes.Make(_note.Job);
        if (await Machine.PrepareAsync(_note.Job, leaving) is { } problem)
        {
            await EndEarlyAsync(new JobCause("Infrastructure", $"The work directory cannot be made: {problem}"));
            return;
        }
        await StepAsync(
            [LogLine.Result(Now, [("case", "validate"), ("definition", "lava"), ("result", refused ? "fail" : "pass")])],
            note => note with
            {
                Phase = refused || _plan!.Tests.IsEmpty ? JobPhase.Finishing : JobPhase.Ready,
                Cause = refused ? new JobCause("Job", _refusal) : null,
                ActionBegan = _sinceBoot(),
            });
    }

    private async Task StartAsync()
    {
        if (_note.Boot != Machine.Boot)
        {
            await EndEarlyAsync(s_lost);
            return;
        }
        if (Early() is { } cause)
        {
            await EndEarlyAsync(cause);
            return;
        }
        await StepAsync(
            [LogLine.Text(Now, "info", $"start: {Test.Action} {ActionCase}: {Test.Name} (timeout {Test.Timeout ?? Test.ActionTimeout:c})")],
            note => note with { Phase = JobPhase.Running, Started = _sinceBoot(), IsStarted = false, Offset = 0, Output = new OutputState() });
    }

    /// <summary>Why nothing more is to be started; null when there is no reason.</summary>
    private JobCause? Early() => _cancel.Task.IsCompleted ? JobCause.Canceled : Overdue(withDefinition: false);

    /// <summary>The time-out that is over; null when none is.</summary>
    private JobCause? Overdue(bool withDefinition)
    {
        var now = _sinceBoot();
        if (now - _note.Began >= _plan!.Timeout)
            return new JobCause("Job", $"The job has timed out after {Seconds(_plan.Timeout)} seconds");
        if (now - _note.ActionBegan >= Test.ActionTimeout)
            return new JobCause("Test", $"{ActionCase} has timed out after {Seconds(Test.ActionTimeout)} seconds");
        return withDefinition && Test.Timeout is { } own && now - _note.Started >= own
            ? new JobCause("Test", $"{Test.Name} has timed out after {Seconds(own)} seconds")
            : null;
    }

    /// <summary>When the next time-out is over.</summary>
    private TimeSpan UntilOverdue(bool withDefinition)
    {
        var ends = new[] { _note.Began + _plan!.Timeout, _note.ActionBegan + Test.ActionTimeout, withDefinition && Test.Timeout is { } own ? _note.Started + own : TimeSpan.MaxValue };
        var left = ends.Min() - _sinceBoot();
        // A timer counts to seven weeks; then there is another look.
        return left < TimeSpan.FromDays(7) ? left > TimeSpan.Zero ? left : TimeSpan.Zero : TimeSpan.FromDays(7);
    }

    private async Task EndEarlyAsync(JobCause cause) =>
        await StepAsync(CauseLines(cause), note => note with { Phase = JobPhase.Finishing, Cause = cause });

    /// <summary>The definition has ended: its case, and that of its action when it was the last one.</summary>
    private async Task CloseAsync()
    {
        var cause = _note.Cause;
        var passed = _note.Passed && cause is null;
        var lines = new List<LogText>();
        if (cause is not null)
            lines.AddRange(CauseLines(cause));
        lines.Add(LogLine.Result(Now,
        [
            ("case", Test.Name), ("definition", "lava"), ("duration", Seconds(_note.Ended - _note.Started)), ("exit", _note.Exit), ("path", Test.Path), ("result", passed ? "pass" : "fail"),
        ]));
        var closesAction = Test.IsLastOfAction || cause is not null;
        if (closesAction)
            lines.Add(LogLine.Result(Now,
            [
                ("case", ActionCase), ("definition", "lava"), ("duration", Seconds(_note.Ended - _note.ActionBegan)), ("level", Test.Action.ToString(CultureInfo.InvariantCulture)),
                ("namespace", "common"), ("result", cause is null ? "pass" : "fail"),
            ]));
        var isLast = cause is not null || _note.Index + 1 == _plan!.Tests.Length;
        await StepAsync(lines, note => note with
        {
            Phase = isLast ? JobPhase.Finishing : JobPhase.Ready,
            Index = isLast ? note.Index : note.Index + 1,
            ActionBegan = closesAction ? note.Ended : note.ActionBegan,
            OutputBytes = note.OutputBytes + note.Offset,
            Offset = 0,
        });
    }

    private async Task<TestJobEnd> FinishAsync()
    {
        var cause = _note.Cause;
        var lines = new List<LogText>();
        if (cause is not null)
            lines.Add(LogLine.Text(Now, "error", $"{(cause.IsCancel ? "JobCanceled" : $"{cause.ErrorType}Error")}: {cause.Message}"));
        lines.Add(LogLine.Result(Now,
        [
            ("case", "job"), ("definition", "lava"), ("error_msg", cause?.Message), ("error_type", cause?.ErrorType), ("result", cause is null ? "pass" : "fail"),
        ]));
        await _logs.AppendAsync(_note.Job, lines, _note.Line);
        return cause is null ? new TestJobEnd(TestJobHealth.Complete)
            : cause.IsCancel ? new TestJobEnd(TestJobHealth.Canceled)
            : new TestJobEnd(TestJobHealth.Incomplete, cause.ErrorType, cause.Message);
    }

    private List<LogText> CauseLines(JobCause cause) => [LogLine.Text(Now, cause.IsCancel ? "exception" : "error", cause.Message)];

    /// <summary>Writes lines, then notes that they are written and what comes next.</summary>
    private async Task StepAsync(List<LogText> lines, Func<JobNote, JobNote> next)
    {
        await _logs.AppendAsync(_note.Job, lines, _note.Line);
        Note(next(_note with { Line = _note.Line + lines.Count }));
    }

    private void Note(JobNote note) => _note = _notes.Write(note, _sinceBoot());

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
}
