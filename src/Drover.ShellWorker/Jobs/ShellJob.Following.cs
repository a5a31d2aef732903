using Drover.Agent;
using Drover.Kernel.Logs;
using Drover.Lab.Logs;
using Drover.ShellWorker.Output;
using Drover.ShellWorker.Telling;

namespace Drover.ShellWorker.Jobs;

/// <summary>A definition while its process runs: its output goes into the log as it comes.</summary>
internal sealed partial class ShellJob
{
    private const int Block = 64 << 10;

    // Results of so many lines are written in one transaction.
    private const int MostAtOnce = 1_000;
    private static readonly TimeSpan s_reaping = TimeSpan.FromSeconds(5);

    // Up to where the output of the definition was read; what of it is no whole line yet is not noted.
    private long _read;

    // Lines have come that the log does not take any more.
    private bool _isTooMuch;

    private async Task FollowAsync(CancellationToken leaving)
    {
        if (_machine.EndOf(Key) is null && !_note.IsStarted && _note.Boot == _machine.Boot)
        {
            if (_machine.Start(Key, _plan!) is { } refusal)
            {
                await EndEarlyAsync(new JobCause("Infrastructure", $"The steps cannot be started: {refusal}"));
                return;
            }
            Note(_note with { IsStarted = true });
        }
        var end = _machine.EndOf(Key);
        var output = new TestOutput(Test.Name, Test.Tap, _note.Output, _clock);
        var cutter = new LineCutter(_options.LineLength);
        using var reader = Open();
        _read = _note.Offset;
        var cause = end is null ? s_lost : null;
        while (cause is null && !end!.IsCompleted)
        {
            var change = reader?.NextChange() ?? Task.Delay(Timeout.Infinite, leaving);
            cause = await TakeAllAsync(reader, cutter, output, Interruption);
            if (cause is not null)
                break;
            using var timer = CancellationTokenSource.CreateLinkedTokenSource(leaving);
            await Task.WhenAny(change, end, _cancel.Task, Task.Delay(UntilOverdue(), _clock, timer.Token));
            await timer.CancelAsync();
            leaving.ThrowIfCancellationRequested();
        }
        // What the steps have left in the background ends with them.
        var remains = await _machine.EndTreeAsync(Key, atOnce: cause is null || cause == s_lost, leaving);
        if (!remains.IsEmpty)
            ShellWorkerLog.Remains(_log, _note.Job, remains.ToString());
        var status = end is not null && await Task.WhenAny(end, Task.Delay(s_reaping, _clock, leaving)) == end ? await end : ExitStatus.Unknown;
        leaving.ThrowIfCancellationRequested();
        var late = await TakeAllAsync(reader, cutter, output, () => null);
        cause ??= late;
        await WriteAsync(cutter.Rest() is { } rest ? [rest] : [], cutter, output, isEnd: cause is null);
        Note(_note with
        {
            Phase = JobPhase.Ended,
            Ended = _machine.SinceBoot,
            Exit = status.IsKnown ? status.ToString() : "unknown",
            Passed = status.IsSuccess,
            Cause = cause ?? (status.OutOfMemory ? new JobCause("Test", $"The steps of {Test.Name} have used up the memory of a test job ({_options.Memory} bytes)") : null),
        });
    }

    /// <summary>Why steps that run are to be ended; null when there is no reason.</summary>
    private JobCause? Interruption() => _cancel.Task.IsCompleted ? JobCause.Canceled : Overdue(withDefinition: true);

    /// <summary>The output of the definition; null when nothing of it can be read.</summary>
    private ILogReader? Open()
    {
        try
        {
            return _output.Open(Key.Output);
        }
        catch (LogException)
        {
            return null;
        }
    }

    /// <summary>Takes what there is of output, also when there is always more. Returns why the job ends, when the output or somebody else says that it does.</summary>
    private async Task<JobCause?> TakeAllAsync(ILogReader? reader, LineCutter cutter, TestOutput output, Func<JobCause?> interruption)
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
            if (reader?.Read(_read, Block) is not { Bytes.IsEmpty: false } piece)
                return null;
            _read = piece.Next;
            await WriteAsync(cutter.Take(piece.Bytes.Span), cutter, output);
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
