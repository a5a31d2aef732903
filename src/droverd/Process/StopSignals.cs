using System.Runtime.InteropServices;

namespace Drover.Daemon.Process;

/// <summary>SIGTERM and SIGINT: the first asks to stop, the second to stop at once. SIGUSR1 asks to stop and to leave the services running.</summary>
internal sealed class StopSignals : IDisposable
{
    private const int UserSignal1 = 10;

    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _second = new();
    private readonly PosixSignalRegistration[] _registrations;

    public StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Take),
        PosixSignalRegistration.Create((PosixSignal)UserSignal1, TakeLeaving),
    ];

    /// <summary>Ends with the first signal.</summary>
    public Task First => _first.Task;

    /// <summary>Cancelled by the second signal.</summary>
    public CancellationToken Second => _second.Token;

    /// <summary>Whether the services are to be left running.</summary>
    public bool LeavesServices { get; private set; }

    /// <summary>What a first signal does.</summary>
    public void Stop() => _first.TrySetResult();

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _second.Dispose();
    }

    private void Take(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (!_first.TrySetResult())
            _second.Cancel();
    }

    private void TakeLeaving(PosixSignalContext signal)
    {
        LeavesServices = true;
        Take(signal);
    }
}
