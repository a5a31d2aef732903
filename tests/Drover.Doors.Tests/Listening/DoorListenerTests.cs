using System.Buffers;
using System.Net.Sockets;
using Drover.Doors.Listening;
using Drover.Doors.Places;
using Drover.Doors.Tests.Places;
using Drover.Tests.Shared;
using Microsoft.AspNetCore.Connections;

namespace Drover.Doors.Tests.Listening;

public sealed class DoorListenerTests : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private readonly CapturedLog _log = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("drl").FullName;
    private readonly Queue<SocketError> _failures = new();
    private IConnectionListener _listener = null!;

    private UnixDomainSocketEndPoint Address => new(Path.Combine(_directory, "s"));

    public async ValueTask InitializeAsync()
    {
        var places = new DoorPlaces("connections", new PlaceLimits { Most = 2, PerCaller = 1, Reserve = 1 }, _clock, (_, _, _) => { });
        _listener = await new DoorTransport(_clock, _log, new SharedMemory()).BindAsync(new DoorEndPoint(Address, places, Identify), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_connection_comes_with_who_it_is_and_what_becomes_of_it()
    {
        using var first = await ConnectAsync();
        await using var served = await AcceptAsync();
        Assert.Equal("uid:7", served!.Features.Get<Visitor>()!.Name);
        Assert.True(served.Features.Get<Admission>()!.IsServed);
        using var second = await ConnectAsync();
        await using var refused = await AcceptAsync();
        Assert.False(refused!.Features.Get<Admission>()!.IsServed);
    }

    [Fact]
    public async Task A_client_that_has_gone_before_it_is_known_is_passed_over()
    {
        _failures.Enqueue(SocketError.NotConnected);
        using var gone = await ConnectAsync();
        using var next = await ConnectAsync();
        await using var served = await AcceptAsync();
        Assert.True(served!.Features.Get<Admission>()!.IsServed);
        Assert.Equal(0, await gone.ReceiveAsync(new byte[1], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_end_of_the_door_ends_the_wait_for_a_connection()
    {
        var waiting = AcceptAsync();
        await _listener.UnbindAsync(TestContext.Current.CancellationToken);
        Assert.Null(await waiting);
    }

    [Fact]
    public async Task A_socket_whose_file_was_removed_comes_back_while_somebody_waits_for_a_connection()
    {
        var waiting = AcceptAsync();
        File.Delete(Address.ToString());
        _clock.Advance(PlacedSocket.Interval);
        using var client = await ConnectAsync();
        await using var served = await waiting;
        Assert.True(served!.Features.Get<Admission>()!.IsServed);
        Assert.Equal([$"The socket {Address} was removed or replaced: it is bound anew"], _log.Of(DoorLog.Category));
    }

    private sealed class SharedMemory : IMemoryPoolFactory<byte>
    {
        public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => MemoryPool<byte>.Shared;
    }

    private Visitor Identify(Socket connection) =>
        _failures.TryDequeue(out var error) ? throw new SocketException((int)error) : Visitors.User(7);

    private Task<ConnectionContext?> AcceptAsync() =>
        _listener.AcceptAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(Address, TestContext.Current.CancellationToken);
        return socket;
    }
}
