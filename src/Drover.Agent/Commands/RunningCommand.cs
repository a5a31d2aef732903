using Drover.Agent.Output;
using Drover.Agent.Watching;
using Drover.Nodes.Commands;

namespace Drover.Agent.Commands;

/// <summary>A command from its birth to its end.</summary>
internal sealed class RunningCommand : IDisposable
{
    private const int Term = 15;

    /// <summary>How often is looked whether all that was asked to end has ended.</summary>
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    /// <summary>How long output is waited for when the whole tree has ended: somebody else may have the pipes.</summary>
    private static readonly TimeSpan s_lastOutput = TimeSpan.FromSeconds(1);

    /// <summary>How long the end of what was killed is waited for: it may sit in the kernel.</summary>
    private static readonly TimeSpan s_killed = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource<ExitStatus> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<(CommandEndKind Kind, string? Reason)> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OutputLines _lines;
    private readonly PipeReader[] _readers;
    private readonly IProcessAgent _agent;
    private readonly CommandSpec _spec;
    private readonly TimeProvider _clock;

    /// <param name="agent">What starts and ends processes.</param>
    /// <param name="poll">Calls when there is output.</param>
    /// <param name="pipes">Where its output comes from.</param>
    /// <param name="spec">The command.</param>
    /// <param name="tell">Takes its output; of standard error when the first is true.</param>
    /// <param name="clock">Times it.</param>
    internal RunningCommand(IProcessAgent agent, PollThread poll, OutputPipes pipes, CommandSpec spec, Action<bool, string> tell, TimeProvider clock)
    {
        (_agent, _spec, _clock) = (agent, spec, clock);
        _lines = new OutputLines(spec.OutputBytes, tell, clock);
        _readers = [new PipeReader(poll, pipes.Output, bytes => _lines.Take(isError: false, bytes)), new PipeReader(poll, pipes.Error, bytes => _lines.Take(isError: true, bytes))];
    }

    /// <summary>The main process has ended.</summary>
    internal void OnExit(ExitStatus status) => _exit.TrySetResult(status);

    /// <summary>It is to be ended; the first reason counts.</summary>
    internal void End(CommandEndKind kind, string reason) => _told.TrySetResult((kind, reason));

    /// <summary>Waits for its end, or brings it about. All of its output has been told then.</summary>
    /// <param name="invocation">Its name with the process agent.</param>
    internal async Task<CommandEnd> RunAsync(string invocation)
    {
        var (kind, reason) = await FirstAsync();
        if (kind != CommandEndKind.Ended)
            await AskAsync(invocation);
        var left = kind == CommandEndKind.Ended ? (await _agent.FindTreeAsync(invocation, CancellationToken.None)).Members.Count : 0;
        var remains = await _agent.KillTreeAsync(invocation, CancellationToken.None);
        if (!remains.IsEmpty)
            reason = $"{(reason is null ? "" : reason + "; ")}it cannot be killed: {remains}";
        await Task.WhenAny(_exit.Task, Task.Delay(s_killed, _clock));
        var status = _exit.Task.IsCompleted ? await _exit.Task : ExitStatus.Unknown;
        await Task.WhenAny(Task.WhenAll(_readers.Select(reader => reader.Ended)), Task.Delay(s_lastOutput, _clock));
        StopReading();
        _lines.End();
        return new CommandEnd(kind, status.Code, status.Signal, reason, _lines.Dropped, left);
    }

    /// <summary>Nothing more is read: all of it has ended, or it was never born.</summary>
    internal void StopReading()
    {
        foreach (var reader in _readers)
            reader.Stop();
    }

    public void Dispose() => _lines.Dispose();

    /// <summary>Waits for what comes first: its end, an order to end it, or the end of its time.</summary>
    private async Task<(CommandEndKind Kind, string? Reason)> FirstAsync()
    {
        using var over = new CancellationTokenSource();
        var time = Task.Delay(_spec.Time, _clock, over.Token);
        var first = await Task.WhenAny(_exit.Task, _told.Task, time);
        await over.CancelAsync();
        return first == _told.Task ? await _told.Task : (first == time ? CommandEndKind.TimedOut : CommandEndKind.Ended, null);
    }

    /// <summary>Asks all of the tree to end, and gives it time.</summary>
    private async Task AskAsync(string invocation)
    {
        await _agent.SignalTreeAsync(invocation, Term, CancellationToken.None);
        for (var since = _clock.GetTimestamp(); _clock.GetElapsedTime(since) < _spec.Grace;)
        {
            var hasEnded = _exit.Task.IsCompleted;
            if (hasEnded && (await _agent.FindTreeAsync(invocation, CancellationToken.None)).IsEmpty)
                return;
            var look = Task.Delay(s_look, _clock);
            await (hasEnded ? look : Task.WhenAny(look, _exit.Task));
        }
    }
}
