namespace Drover.Acceptance.Running;

/// <summary>One daemon for all tests of a class, with Ganeti's tools pointed at it.</summary>
public sealed class GanetiDaemon : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public GanetiDaemon() => Daemon = Daemon.Start(_sandbox);

    internal Daemon Daemon { get; }

    public void Dispose()
    {
        Daemon.Dispose();
        _sandbox.Dispose();
    }
}
