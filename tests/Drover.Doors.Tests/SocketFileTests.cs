using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Drover.Doors.Tests;

public sealed partial class SocketFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dr");

    private string Socket => Path.Combine(_folder.FullName, "run", "s");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_folder_is_made_when_it_is_missing()
    {
        SocketFile.ClearStale(Socket);
        Assert.True(Directory.Exists(Path.GetDirectoryName(Socket)));
    }

    [Fact]
    public void Everybody_gets_through_the_folders_that_are_made_whatever_the_mask_of_the_process()
    {
        var path = Path.Combine(_folder.FullName, "var", "run", "s");
        var before = FileCreationMask(0b111_111);
        try
        {
            SocketFile.ClearStale(path);
        }
        finally
        {
            _ = FileCreationMask(before);
        }
        foreach (var folder in new[] { "var", "var/run" })
            Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode(Path.Combine(_folder.FullName, folder)));
    }

    [Fact]
    public void The_file_of_a_dead_daemon_is_removed()
    {
        SocketFile.ClearStale(Socket);
        using (var dead = Bind())
        {
            dead.Listen();
            // Closing removes the file under the name that it was bound to, which a daemon that was killed does not do.
            File.Move(Socket, Socket + ".kept");
        }
        File.Move(Socket + ".kept", Socket);
        Assert.True(File.Exists(Socket));
        SocketFile.ClearStale(Socket);
        Assert.False(File.Exists(Socket));
    }

    [Fact]
    public void The_socket_of_a_living_daemon_is_left_alone()
    {
        SocketFile.ClearStale(Socket);
        using var living = Bind();
        living.Listen();
        Assert.Equal("SOCKET_IN_USE", Assert.Throws<DroverException>(() => SocketFile.ClearStale(Socket)).Code);
        Assert.True(File.Exists(Socket));
    }

    [Fact]
    public void Another_kind_of_file_is_never_removed()
    {
        SocketFile.ClearStale(Socket);
        File.WriteAllText(Socket, "precious");
        Assert.Equal("SOCKET_PATH", Assert.Throws<DroverException>(() => SocketFile.ClearStale(Socket)).Code);
        Assert.Equal("precious", File.ReadAllText(Socket));
    }

    [Fact]
    public void A_path_that_no_socket_can_have_is_refused()
    {
        var path = Path.Combine(_folder.FullName, new string('x', 100));
        Assert.Equal("SOCKET_PATH", Assert.Throws<DroverException>(() => SocketFile.ClearStale(path)).Code);
        var folder = new string('x', SocketFile.LongestPath - _folder.FullName.Length - 3);
        Assert.Contains("The folder", Assert.Throws<DroverException>(() => SocketFile.ClearStale(Path.Combine(_folder.FullName, folder, "s"))).Message, StringComparison.Ordinal);
        Assert.Contains("/proc/no", Assert.Throws<DroverException>(() => SocketFile.ClearStale("/proc/no/socket")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mode_owner_and_group_are_set()
    {
        SocketFile.ClearStale(Socket);
        using var bound = Bind();
        SocketFile.SetAccess(Socket, SocketAccess.OwnUser);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Socket));
        var refusal = Assert.Throws<DroverException>(() => SocketFile.SetAccess(Socket, new SocketAccess(UnixFileMode.UserRead, Group: "no-such-group-here")));
        Assert.Equal("SOCKET_OWNER", refusal.Code);
    }

    private Socket Bind()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Socket));
        return socket;
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial uint FileCreationMask(uint mask);
}
