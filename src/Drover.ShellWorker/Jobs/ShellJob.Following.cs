using Drover.Kernel.Logs;
using Drover.Lab.Logs;
using Drover.Nodes.TestJobs;
using Drover.ShellWorker.Output;
using Drover.ShellWorker.Telling;

namespace Drover.ShellWorker.Jobs;

/// <summary>A definition while its process runs: its output goes into the log as it comes.</summary>
internal sealed partial class ShellJob
{
    private const int Block = 64 << 10;

    // Results of so many lines are written in one transaction.
    private const int MostAtOnce = 1_000;
    /// <summary>How long a machine may wait for the end of a step, or for output, until it is asked again.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan s_reaping = TimeSpan.FromSeconds(5);

    // Up to where the output of the definition was read; what of it is no whole line yet is not noted.
    private long _read;

    // Lines have come that the log does not take any more.
    private bool _isTooMuch;

    private async Task FollowAsync(CancellationToken leaving)
    {
        var state = await Machine.LookAsync(Key, TimeSpan.Zero, leaving);
        if (!state.IsKnown && !_note.IsStarted && _note.Boot == Machine.Boot)
        {
            if (await Machine.StartAsync(Key, Spec, leaving) is { } refusal)
            {
                await EndEarlyAsync(new JobCause("Infrastructure", $"The steps cannot be started: {refusal}"));
                return;
            }
            Note(_note with { IsStarted = true });
            state = StepState.Running;
        }
        var output = new TestOutput(Test.Name, Test.Tap, _note.Output, _clock);
        var cutter = new LineCutter(_options.LineLength);
        using var log = await Machine.OpenOutputAsync(Key, leaving);
        _read = _note.Offset;
        var cause = !state.IsKnown ? s_lost : state.Runs ? await UntilEndAsync(log, cutter, output, leaving) : null;
        // What the steps have left in the background ends with them.
        if (await Machine.EndTreeAsync(Key, cause is null || cause == s_lost ? TimeSpan.Zero : _options.Grace, leaving) is { } remains)
            ShellWorkerLog.Remains(_log, _note.Job, remains);
        var end = state.IsKnown ? (await Machine.LookAsync(Key, s_reaping, leaving)).End ?? StepEnd.Unknown : StepEnd.Unknown;
        leaving.ThrowIfCancellationRequested();
        var late = await TakeAllAsync(log, null, cutter, output, () => null, leaving);
        cause ??= late;
        await WriteAsync(cutter.Rest() is { } rest ? [rest] : [], cutter, output, isEnd: cause is null);
        Note(_note with
        {
            Phase = JobPhase.Ended,
            Ended = _sinceBoot(),
            Exit = end.ToString(),
            Passed = end.IsSuccess,
            Cause = cause ?? (end.OutOfMemory ? new JobCause("Test", $"The steps of {Test.Name} have used up the memory of a test job ({_options.Memory} bytes)") : null),
        });
    }

    private StepSpec Spec => new(
        Test.Name, Test.Steps, [.. _plan!.Variables, .. Test.Variables], Test.Junit, new StepLimits(_options.Processes, _options.Memory, _options.FileSize));

    /// <summary>Takes the output as it comes until the process has ended. Returns why it is to be ended; null when it has ended by itself.</summary>
    private async Task<JobCause?> UntilEndAsync(ILog? log, LineCutter cutter, TestOutput output, CancellationToken leaving)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(leaving);
        var end = EndAsync(over.Token);
        try
        {
            LogPiece? piece = null;
            while (!end.IsCompleted)
            {
                if (await TakeAllAsync(log, piece, cutter, output, Interruption, leaving) is { } cause)
                    return cause;
                using var wait = CancellationTokenSource.CreateLinkedTokenSource(leaving);
                var next = log?.NextAsync(_read, Block, s_patience, wait.Token);
                await Task.WhenAny(next ?? end, end, _cancel.Task, Task.Delay(UntilOverdue(withDefinition: true), _clock, wait.Token));
                await wait.CancelAsync();
                piece = next is null ? null : await PieceAsync(next);
                leaving.ThrowIfCancellationRequested();
            }
            // What has come of output meanwhile is read again behind this.
            await end;
            return null;
        }
        finally
        {
            await over.CancelAsync();
            await end.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        while ((await Machine.LookAsync(Key, s_patience, cancellationToken)).Runs)
        {
            // It is asked again.
        }
    }

    /// <summary>What has come of output; null when nobody waits for it any more.</summary>
    private static async Task<LogPiece?> PieceAsync(Task<LogPiece> next)
    {
        try
        {
            return await next;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>Why steps that run are to be ended; null when there is no reason.</summary>
    private JobCause? Interruption() => _cancel.Task.IsCompleted ? JobCause.Canceled : Overdue(withDefinition: true);

    /// <summary>Takes what there is of output, also when there is always more. Returns why the job ends, when the output or somebody else says that it does.</summary>
    private async Task<JobCause?> TakeAllAsync(ILog? log, LogPiece? piece, LineCutter cutter, TestOutput output, Func<JobCause?> interruption, CancellationToken leaving)
    {
        while (true)
        {
            if (output.State.Raised is { } raised)
                return new JobCause("Test", raised);
            if (_isTooMuch)
                return new JobCause("Job", $"The output has more than {_options.LogLines} lines, which is the limit of a test job");
            if (_note.OutputBytes + _note.Offset > _options.LogBytes)
                return new JobCause("Job", $"The output has more than {_options.LogBytes} bytes, which is the limit of a test job");
            if (interruption() is { } cause)
                return cause;
            if (piece is null or { Bytes.IsEmpty: true })
                piece = log is null ? null : await log.ReadAsync(_read, Block, leaving);
            if (piece is { Restarted: true } or { Bytes.IsEmpty: false })
                _read = piece.Next;
            if (piece is null or { Bytes.IsEmpty: true })
                return null;
            await WriteAsync(cutter.Take(piece.Bytes.Span), cutter, output);
            piece = null;
        }
    }

    private async Task WriteAsync(List<string> lines, LineCutter cutter, TestOutput output, bool isEnd = false)
    {
        var texts = new List<LogText>(lines.Count);
        var taken = 0L;
        foreach (var line in lines)
        {
            _isTooMuch |= _note.OutputLines + taken >= _options.LogLines;
            if (_isTooMuch || output.State.Raised is not null)
                break;
            var before = texts.Count;
            output.Take(line, _note.Line + before, texts);
            // A report is one line of output and many of the log.
            taken += Math.Max(1, texts.Count - before);
        }
        if (isEnd)
            output.End(texts);
        for (var at = 0; at < texts.Count; at += MostAtOnce)
            await _logs.AppendAsync(_note.Job, texts.GetRange(at, Math.Min(MostAtOnce, texts.Count - at)), _note.Line + at);
        var note = _note with { Line = _note.Line + texts.Count, OutputLines = _note.OutputLines + taken, Offset = _read - cutter.Open, Output = output.State };
        // Within a report there is no place to begin at: the next daemon begins before it.
        if (output.IsInReport)
            _note = note;
        else
            Note(note);
    }
}
