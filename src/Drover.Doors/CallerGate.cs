using System.Net.Sockets;
using Drover.Kernel;

namespace Drover.Doors;

/// <summary>The gate for local callers: root, the daemon's own user and members of the admin group are operators, everybody else
/// looks on. Authority comes from the credentials of the socket, never from the mode of its file.</summary>
public sealed class CallerGate : ICallerGate
{
    private readonly CallerGateOptions _options;
    private readonly TimeProvider _clock;
    private readonly uint _self;
    private readonly Func<string, uint?> _findGroup;
    private volatile AdminGroup? _adminGroup;

    /// <param name="options">Who counts as an operator.</param>
    /// <param name="clock">Ages what is remembered of the group database.</param>
    public CallerGate(CallerGateOptions options, TimeProvider clock)
        : this(options, clock, UserDatabase.OwnUid(), UserDatabase.FindGroup)
    {
    }

    internal CallerGate(CallerGateOptions options, TimeProvider clock, uint self, Func<string, uint?> findGroup)
    {
        _options = options;
        _clock = clock;
        _self = self;
        _findGroup = findGroup;
    }

    /// <inheritdoc/>
    public Caller Identify(Socket socket) => Identify(SocketCredentials.Of(socket));

    /// <summary>Judges credentials that have been read already.</summary>
    public Caller Identify(SocketCredentials peer) =>
        Caller.User(peer.Uid, IsOperator(peer) ? Role.Operator : Role.Observer);

    private bool IsOperator(SocketCredentials peer) =>
        peer.Uid == 0 || peer.Uid == _self || (AdminGid() is { } admins && peer.IsMember(admins));

    private uint? AdminGid()
    {
        // Two connections may look it up at the same time; both find the same.
        if (_adminGroup is { } known && _clock.GetElapsedTime(known.AsOf) < _options.RememberGroup)
            return known.Gid;
        var found = new AdminGroup(_findGroup(_options.AdminGroup), _clock.GetTimestamp());
        _adminGroup = found;
        return found.Gid;
    }

    private sealed record AdminGroup(uint? Gid, long AsOf);
}
