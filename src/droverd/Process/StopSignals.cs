using System.Runtime.InteropServices;

namespace Drover.Daemon.Process;

/// <summary>The signals that end the daemon: SIGTERM and SIGINT, SIGUSR1 (leave the services running), SIGUSR2 (stop them). The first asks to stop, the
/// second to stop at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private const int UserSignal1 = 10;
    private const int UserSignal2 = 12;

    private readonly TaskCompletionSource<EndCause> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _second = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() => _registrations =
    [
        Register(PosixSignal.SIGTERM, EndCause.Term),
        Register(PosixSignal.SIGINT, EndCause.Term),
        Register((PosixSignal)UserSignal1, EndCause.Leave),
        Register((PosixSignal)UserSignal2, EndCause.Shutdown),
    ];

    /// <summary>Ends with the first signal.</summary>
    public Task<EndCause> First => _first.Task;

    /// <summary>Cancelled by the second signal.</summary>
    public CancellationToken Second => _second.Token;

    /// <summary>What a first SIGUSR2 does.</summary>
    public void ShutDown() => _first.TrySetResult(EndCause.Shutdown);

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _second.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal, EndCause cause) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        if (!_first.TrySetResult(cause))
            _second.Cancel();
    });
}
