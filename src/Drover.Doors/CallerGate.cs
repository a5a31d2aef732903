using System.Net.Sockets;
using Drover.Kernel;

namespace Drover.Doors;

/// <summary>The gate for local callers: root, the daemon's own user and members of the admin group are operators, everybody else
/// looks on. Authority comes from the credentials of the socket, never from the mode of its file.</summary>
public sealed class CallerGate : ICallerGate, IDisposable
{
    private readonly CallerGateOptions _options;
    private readonly uint _self;
    private readonly Func<string, uint?> _findGroup;
    private readonly ITimer _again;
    private volatile AdminGroup? _adminGroup;

    /// <summary>Looks the admin group up, and from time to time again: the database of users may be on the other side of a network, and no caller waits for it.</summary>
    /// <param name="options">Who counts as an operator.</param>
    /// <param name="clock">Ages what is remembered of the group database.</param>
    public CallerGate(CallerGateOptions options, TimeProvider clock)
        : this(options, clock, UserDatabase.OwnUid(), UserDatabase.FindGroup)
    {
    }

    internal CallerGate(CallerGateOptions options, TimeProvider clock, uint self, Func<string, uint?> findGroup)
    {
        _options = options;
        _self = self;
        _findGroup = findGroup;
        _again = clock.CreateTimer(_ => LookUp(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        LookUp();
    }

    /// <inheritdoc/>
    public Caller Identify(Socket socket) => Identify(SocketCredentials.Of(socket));

    /// <summary>Judges credentials that have been read already.</summary>
    public Caller Identify(SocketCredentials peer) =>
        Caller.User(peer.Uid, IsOperator(peer) ? Role.Operator : Role.Observer);

    /// <summary>A user whom a gate identified before, with what was found then.</summary>
    public static Caller Remembered(Principal user, bool isOperator) => Caller.Of(user, isOperator ? Role.Operator : Role.Observer);

    /// <summary>Looks nothing up any more.</summary>
    public void Dispose() => _again.Dispose();

    private bool IsOperator(SocketCredentials peer) =>
        peer.Uid == 0 || peer.Uid == _self || (_adminGroup is { } admins && peer.IsMember(admins.Gid));

    private void LookUp()
    {
        _adminGroup = _findGroup(_options.AdminGroup) is { } gid ? new AdminGroup(gid) : null;
        _again.Change(_options.RememberGroup, Timeout.InfiniteTimeSpan);
    }

    private sealed record AdminGroup(uint Gid);
}
