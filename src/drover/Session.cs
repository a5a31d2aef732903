using System.Runtime.InteropServices;
using Drover.Cli.Door;
using Drover.Cli.Terminal;

namespace Drover.Cli;

/// <summary>What one run of a verb works with: the screen, the environment, the door to the daemon, time and interruption.</summary>
internal sealed class Session(Screen screen, Func<string, string?> environment) : IDisposable
{
    private static readonly TimeSpan s_leastAnswer = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _interrupt = new();
    private PosixSignalRegistration? _signal;
    private ReaderWatch? _reader;
    private DaemonDoor? _door;

    public Screen Screen { get; } = screen;

    public Func<string, string?> Environment { get; } = environment;

    /// <summary>Value of <c>--socket</c>, null if not given.</summary>
    public string? SocketOption { get; set; }

    public DaemonDoor Door => _door ??= OpenDoor();

    public CancellationToken Interrupt => _interrupt.Token;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public TimeZoneInfo Zone { get => field ??= TimeZoneInfo.Local; init; }

    /// <summary>Waits between two attempts to reach a daemon that went away.</summary>
    public Action<TimeSpan>? PauseWith { get; init; }

    /// <summary>Starts <c>droverd</c> with arguments and returns its exit code; tests put a stand-in here.</summary>
    public Func<IReadOnlyList<string>, int>? RunDaemonWith { get; init; }

    /// <summary>Gets Ctrl-C first, on the thread of signals; true where it is for what is typed, and does not end the run.</summary>
    public Func<bool>? TakesInterrupt { get; set; }

    /// <summary>True once a job is being followed: its outcome is not known when the output closes.</summary>
    public bool Following { get; private set; }

    /// <summary>The reader of our output has left while it was followed: nobody is told anything any more.</summary>
    public bool ReaderLeft { get; private set; }

    /// <summary>A door to the daemon whose socket is there at this moment.</summary>
    public DaemonDoor OpenDoor() => new(SocketPath.Choose(SocketOption, Environment), AnswerTime.Of(Environment), Interrupt) { Trace = TraceParent.Of(Environment) };

    /// <summary>Has a <c>--timeout</c> hold over all that is asked from here on. What has been asked for is waited for some seconds, however near the end is.</summary>
    /// <returns>The end itself.</returns>
    public Deadline LimitTo(TimeSpan? timeout)
    {
        var deadline = new Deadline(Clock, timeout);
        Door.Until = deadline.AtLeast(s_leastAnswer);
        return deadline;
    }

    /// <summary>From here on Ctrl-C is an <see cref="OperationCanceledException"/> of the verb, which says what goes on without it.</summary>
    public void BeginFollowing()
    {
        Following = true;
        if (!Screen.IsProcess || _signal is not null)
            return;
        _signal = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            if (TakesInterrupt?.Invoke() != true)
                _interrupt.Cancel();
        });
        _reader = new ReaderWatch(() =>
        {
            ReaderLeft = true;
            _interrupt.Cancel();
        });
    }

    /// <summary>A session for a part of this run that is interrupted by itself. It shows nothing; its notes go to <paramref name="takeNote"/>.</summary>
    public Session Apart(Action<string> takeNote) => On(Screen.Hidden(takeNote));

    /// <summary>The same with a screen of its own.</summary>
    public Session On(Screen screen) =>
        new(screen, Environment) { SocketOption = SocketOption, Clock = Clock, Zone = Zone, PauseWith = PauseWith };

    /// <summary>What Ctrl-C does.</summary>
    public void InterruptNow() => _interrupt.Cancel();

    public void Pause(TimeSpan span)
    {
        if (PauseWith is { } pause)
            pause(span);
        else
            Interrupt.WaitHandle.WaitOne(span);
        Interrupt.ThrowIfCancellationRequested();
    }

    public void Dispose()
    {
        _signal?.Dispose();
        _reader?.Dispose();
        _interrupt.Dispose();
    }
}
