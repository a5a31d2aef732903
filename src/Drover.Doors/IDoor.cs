namespace Drover.Doors;

/// <summary>A way into the daemon. The daemon has a list of them: each listens, is told that all sockets are bound, and closes; they open after
/// the kernel's controllers have started and close before these stop.</summary>
public interface IDoor
{
    /// <summary>Takes its sockets. Until <see cref="Opened"/> only the daemon's own user can connect.</summary>
    /// <exception cref="DroverException">A socket cannot be had; the text says why and what to do.</exception>
    Task ListenAsync();

    /// <summary>All sockets are bound: gives its own their mode, owner and group, and logs where it listens.</summary>
    /// <exception cref="DroverException"><c>SOCKET_OWNER</c>: they cannot be given to the user or group of the settings.</exception>
    void Opened();

    /// <summary>Takes no more connections and ends those that are open.</summary>
    /// <param name="cut">Set when connections that have not ended by themselves are to be cut.</param>
    Task CloseAsync(CancellationToken cut);
}
