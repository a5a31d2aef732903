using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace Drover.Doors.Listening;

/// <summary>One listening socket of the web server. A connection is decided on when it is accepted, one after the other, so there are never more of them than there
/// are places.</summary>
internal sealed class DoorListener : IConnectionListener, IMemoryPoolFeature
{
    private const int Backlog = 512;

    /// <summary>How long it waits for descriptors that others give back.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    private readonly DoorEndPoint _door;
    private readonly SocketConnectionContextFactory _connections;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly PlacedSocket? _placed;
    private readonly bool _isPassed;
    private readonly ITimer? _look;
    private Socket _socket;
    private readonly RareLine _shortage;
    private readonly CancellationTokenSource _closed = new();

    /// <exception cref="SocketException">The socket cannot be bound.</exception>
    /// <exception cref="DroverException"><c>SOCKET_IN_USE</c> or <c>SOCKET_PATH</c>: a UNIX socket cannot be bound there.</exception>
    public DoorListener(
        DoorEndPoint door, SocketConnectionContextFactory connections, MemoryPool<byte> memory, TimeProvider clock, ILogger log, PassedSockets? passed = null)
    {
        _door = door;
        _connections = connections;
        MemoryPool = memory;
        _clock = clock;
        _log = log;
        _shortage = new RareLine(clock);
        if (door.Where is UnixDomainSocketEndPoint)
        {
            _placed = new PlacedSocket(door.ToString(), door.Access, TellLost, passed);
            _socket = _placed.Socket;
            EndPoint = door.Where;
            _look = clock.CreateTimer(_ => LookAgain(), null, PlacedSocket.Interval, PlacedSocket.Interval);
            return;
        }
        if (passed?.Take(door.Where) is { } socket)
            (_socket, _isPassed) = (socket, true);
        else
            (_socket = SocketTransportOptions.CreateDefaultBoundListenSocket(door.Where)).Listen(Backlog);
        EndPoint = _socket.LocalEndPoint!;
    }

    /// <inheritdoc/>
    public EndPoint EndPoint { get; }

    /// <summary>What the server writes answers to. A connection made by hand would come with a pool that gives none to who asks for any amount.</summary>
    public MemoryPool<byte> MemoryPool { get; }

    /// <inheritdoc/>
    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_closed.Token, cancellationToken);
        while (true)
        {
            try
            {
                if (Admit(await Volatile.Read(ref _socket).AcceptAsync(ended.Token)) is { } connection)
                    return connection;
            }
            catch (ObjectDisposedException) when (!_closed.IsCancellationRequested)
            {
                // Another socket has taken its place.
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return null;
            }
            catch (SocketException error)
            {
                if (_closed.IsCancellationRequested || !await PauseAsync(error, ended.Token))
                    return null;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        await _closed.CancelAsync();
        if (_look is not null)
            await _look.DisposeAsync();
        if (_placed is not null)
            _placed.Dispose();
        else if (!_isPassed)
            _socket.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await UnbindAsync(CancellationToken.None);
        _closed.Dispose();
        _connections.Dispose();
        MemoryPool.Dispose();
    }

    private void LookAgain()
    {
        if (_placed!.TryReplace() is not { } before)
            return;
        Volatile.Write(ref _socket, _placed.Socket);
        before.Dispose();
    }

    private void TellLost(string path, string? problem)
    {
        if (problem is null)
            DoorLog.BoundAnew(_log, path);
        else
            DoorLog.Lost(_log, path, problem);
    }

    /// <summary>A connection with who it is and what becomes of it; null when nobody is to be answered.</summary>
    private ConnectionContext? Admit(Socket socket)
    {
        try
        {
            if (_door.Where is IPEndPoint)
                socket.NoDelay = true;
            var (visitor, admission) = _door.Admit(socket);
            if (!admission.IsClosed)
            {
                var connection = _connections.Create(socket);
                connection.Features.Set<IMemoryPoolFeature>(this);
                connection.Features.Set(visitor);
                connection.Features.Set(admission);
                return connection;
            }
        }
        catch (SocketException)
        {
            // It has gone before anybody could say who it was.
        }
        socket.Dispose();
        return null;
    }

    /// <summary>Those who wait stay in the backlog until some descriptors have been given back. False when the door closes meanwhile.</summary>
    private async Task<bool> PauseAsync(SocketException error, CancellationToken ended)
    {
        // The client has gone again, or another socket has taken the place of this one; the next client may be there.
        if (error.SocketErrorCode is SocketError.ConnectionAborted or SocketError.ConnectionReset or SocketError.OperationAborted)
            return true;
        if (_shortage.Add() > 0)
            DoorLog.Waiting(_log, _door.ToString(), error.Message);
        try
        {
            await Task.Delay(s_pause, _clock, ended);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
