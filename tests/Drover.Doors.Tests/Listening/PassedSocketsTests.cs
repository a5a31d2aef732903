using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Drover.Doors.Listening;
using Drover.Doors.Places;
using Drover.Doors.Tests.Places;
using Drover.Tests.Shared;
using Microsoft.AspNetCore.Connections;

namespace Drover.Doors.Tests.Listening;

/// <summary>Sockets that a service manager holds: here the test does, in the same process.</summary>
public sealed partial class PassedSocketsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drp");
    private readonly Socket _local = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Socket _network = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public PassedSocketsTests()
    {
        _local.Bind(Address);
        _network.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        foreach (var socket in (Socket[])[_local, _network])
            socket.Listen();
    }

    private UnixDomainSocketEndPoint Address => new(FilePath);

    private string FilePath => Path.Combine(_folder.FullName, "s");

    public void Dispose()
    {
        _local.Dispose();
        _network.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void The_door_of_its_address_takes_one_once()
    {
        var passed = Pass(_local, "drover.socket");
        Assert.Equal([$"{FilePath} (drover.socket)"], passed.Left);
        Assert.Null(passed.Take(new UnixDomainSocketEndPoint(FilePath + "x")));
        Assert.NotNull(passed.Take(Address));
        Assert.Null(passed.Take(Address));
        Assert.Empty(passed.Left);
    }

    [Fact]
    public void One_over_TCP_is_known_by_address_and_port()
    {
        var passed = Pass(_network, null);
        var port = ((IPEndPoint)_network.LocalEndPoint!).Port;
        Assert.Equal([$"127.0.0.1:{port} (unknown)"], passed.Left);
        Assert.Null(passed.Take(new IPEndPoint(IPAddress.Any, port)));
        Assert.NotNull(passed.Take(new IPEndPoint(IPAddress.Loopback, port)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two")]
    [InlineData("-1")]
    [InlineData(null)]
    public void A_number_of_sockets_that_is_none_is_refused(string? count)
    {
        var refusal = Assert.Throws<DroverException>(() => PassedSockets.Read(count, null, 3));
        Assert.Equal("SOCKETS_PASSED", refusal.Code);
        Assert.Contains($"'{count}'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_listen_is_refused_by_its_number_and_name()
    {
        using var connected = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        connected.Connect(Address);
        using var datagrams = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        using var file = File.OpenHandle(Path.Combine(_folder.FullName, "file"), FileMode.Create, FileAccess.Write);
        foreach (var descriptor in (int[])[(int)connected.Handle, (int)datagrams.Handle, (int)file.DangerousGetHandle(), 1_000_000])
        {
            var refusal = Assert.Throws<DroverException>(() => PassedSockets.Read("1", "mine", descriptor));
            Assert.Equal("SOCKETS_PASSED", refusal.Code);
            Assert.StartsWith($"The descriptor {descriptor} (mine) that", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_end_of_a_door_leaves_its_file_and_the_socket_of_the_service_manager()
    {
        var placed = new PlacedSocket(FilePath, SocketAccess.OwnUser, Fail, Pass(_local, null));
        Assert.Null(placed.TryReplace());
        Assert.True(IsAccepted(placed.Socket, Address));
        placed.Dispose();
        Assert.True(IsAccepted(_local, Address));
    }

    [Fact]
    public void One_whose_file_was_removed_is_bound_anew_and_is_then_the_daemons_own()
    {
        List<string?> told = [];
        var placed = new PlacedSocket(FilePath, SocketAccess.OwnUser, (_, problem) => told.Add(problem), Pass(_local, null));
        var first = placed.Socket;
        File.Delete(FilePath);
        Assert.Same(first, placed.TryReplace());
        Assert.Equal([null], told);
        Assert.True(IsAccepted(placed.Socket, Address));
        placed.Dispose();
        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public void One_without_its_file_is_left_where_nobody_could_find_it()
    {
        var passed = Pass(_local, "lost");
        File.Delete(FilePath);
        using var placed = new PlacedSocket(FilePath, SocketAccess.OwnUser, Fail, passed);
        Assert.True(IsAccepted(placed.Socket, Address));
        Assert.Equal([$"{FilePath} (lost)"], passed.Left);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_web_server_serves_them_and_who_comes_after_its_end_waits_for_the_next(bool overNetwork)
    {
        var held = overNetwork ? _network : _local;
        for (var daemon = 0; daemon < 2; daemon++)
        {
            var listener = await ListenAsync(held);
            var waiting = listener.AcceptAsync(TestContext.Current.CancellationToken);
            using var client = Connect(held.LocalEndPoint!);
            await using (await waiting.AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken))
            {
                var next = listener.AcceptAsync(TestContext.Current.CancellationToken);
                await listener.UnbindAsync(TestContext.Current.CancellationToken);
                Assert.Null(await next);
            }
            await listener.DisposeAsync();
        }
        Assert.True(IsAccepted(held, held.LocalEndPoint!));
    }

    /// <summary>By a descriptor of its own, as another process has it.</summary>
    private static PassedSockets Pass(Socket socket, string? name) => PassedSockets.Read("1", name, Duplicate((int)socket.Handle));

    private static void Fail(string path, string? problem) => Assert.Fail($"{path} was lost: {problem}");

    private static ValueTask<IConnectionListener> ListenAsync(Socket held)
    {
        var clock = new ManualClock();
        var places = new DoorPlaces("connections", new PlaceLimits(), clock, (_, _, _) => { });
        return new DoorTransport(clock, new CapturedLog(), new SharedMemory(), Pass(held, null))
            .BindAsync(new DoorEndPoint(held.LocalEndPoint!, places, _ => Visitors.User(7)), TestContext.Current.CancellationToken);
    }

    private static Socket Connect(EndPoint where)
    {
        var client = new Socket(where.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(where);
        return client;
    }

    /// <summary>Whether somebody who connects now is accepted by it.</summary>
    private static bool IsAccepted(Socket held, EndPoint where)
    {
        using var client = Connect(where);
        held.Blocking = false;
        using var accepted = held.Accept();
        return accepted.Connected;
    }

    private sealed class SharedMemory : IMemoryPoolFactory<byte>
    {
        public MemoryPool<byte> Create(MemoryPoolOptions? options = null) => MemoryPool<byte>.Shared;
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);
}
