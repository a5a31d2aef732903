using System.Net.Sockets;
using Drover.Kernel;

namespace Drover.Doors.Tests;

public sealed class SocketCredentialsTests
{
    [Fact]
    public void Credentials_of_a_peer_are_those_of_its_process()
    {
        using var pair = new SocketPair();
        var peer = SocketCredentials.Of(pair.Accepted);
        Assert.Equal(Environment.ProcessId, peer.ProcessId);
        Assert.Equal(UserDatabase.OwnUid(), peer.Uid);
        var groups = File.ReadLines("/proc/self/status").Single(l => l.StartsWith("Groups:", StringComparison.Ordinal));
        Assert.Equal(
            groups[7..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(uint.Parse).Order(),
            peer.SupplementaryGroups.Order());
    }

    [Fact]
    public void The_user_of_the_daemon_may_change_things()
    {
        using var pair = new SocketPair();
        Assert.True(AccessGate.Allows(
            new CallerGate(new CallerGateOptions(), TimeProvider.System).Identify(pair.Accepted), new Permission(AccessAction.Administer, Protected.Daemon)));
    }

    [Fact]
    public void A_group_is_found_by_its_name()
    {
        Assert.Equal(0u, UserDatabase.FindGroup("root"));
        Assert.Null(UserDatabase.FindGroup("no-such-group-here"));
    }

    private sealed class SocketPair : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dr");
        private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        private readonly Socket _client = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

        public SocketPair()
        {
            var path = new UnixDomainSocketEndPoint(Path.Combine(_folder.FullName, "s"));
            _listener.Bind(path);
            _listener.Listen();
            _client.Connect(path);
            Accepted = _listener.Accept();
        }

        public Socket Accepted { get; }

        public void Dispose()
        {
            Accepted.Dispose();
            _client.Dispose();
            _listener.Dispose();
            _folder.Delete(recursive: true);
        }
    }
}
