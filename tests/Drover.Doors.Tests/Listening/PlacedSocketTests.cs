using System.Net.Sockets;
using Drover.Doors.Listening;

namespace Drover.Doors.Tests.Listening;

public sealed class PlacedSocketTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dr");
    private readonly List<string?> _told = [];

    private string FilePath => Path.Combine(_folder.FullName, "run", "s");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void It_listens_under_its_name_and_leaves_no_other_file()
    {
        using var placed = Place();
        Assert.True(IsAnswered());
        Assert.Equal([FilePath], Directory.GetFileSystemEntries(Path.GetDirectoryName(FilePath)!));
        Assert.Equal(SocketAccess.OwnUser.Mode, File.GetUnixFileMode(FilePath));
        Assert.Null(placed.TryReplace());
        Assert.Empty(_told);
    }

    [Fact]
    public void Its_end_removes_its_file()
    {
        Place().Dispose();
        Assert.False(File.Exists(FilePath));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_removed_file_comes_back_with_its_mode_and_is_told_once(bool withFolder)
    {
        using var placed = Place();
        var first = placed.Socket;
        if (withFolder)
            Directory.Delete(Path.GetDirectoryName(FilePath)!, recursive: true);
        else
            File.Delete(FilePath);
        using (var before = placed.TryReplace())
            Assert.Same(first, before);
        Assert.True(IsAnswered());
        Assert.Equal((UnixFileMode)0b110_110_000, File.GetUnixFileMode(FilePath));
        Assert.Null(placed.TryReplace());
        Assert.Equal([null], _told);
    }

    [Fact]
    public void A_file_that_stands_in_its_place_is_left_alone_told_once_and_waited_for()
    {
        using var placed = Place();
        File.Delete(FilePath);
        File.WriteAllText(FilePath, "precious");
        Assert.Null(placed.TryReplace());
        Assert.Null(placed.TryReplace());
        Assert.Contains("another kind of file", Assert.Single(_told), StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(FilePath));
        File.Delete(FilePath);
        placed.TryReplace()!.Dispose();
        Assert.True(IsAnswered());
        Assert.Equal(2, _told.Count);
        Assert.Null(_told[1]);
    }

    [Fact]
    public void Another_daemon_in_its_place_keeps_its_socket_while_it_lives()
    {
        using var first = Place();
        File.Delete(FilePath);
        var second = Place();
        Assert.Null(first.TryReplace());
        Assert.Contains("Another daemon", Assert.Single(_told), StringComparison.Ordinal);
        first.Dispose();
        Assert.True(IsAnswered());
        second.Dispose();
        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public void The_file_of_a_killed_daemon_in_its_place_makes_room()
    {
        using var placed = Place();
        File.Delete(FilePath);
        using (Place())
            File.Move(FilePath, FilePath + ".kept");
        File.Move(FilePath + ".kept", FilePath);
        placed.TryReplace()!.Dispose();
        Assert.True(IsAnswered());
    }

    [Fact]
    public void A_name_that_was_taken_since_it_was_found_free_is_left_to_its_owner()
    {
        using var first = Place();
        var refusal = Assert.Throws<DroverException>(() => new PlacedSocket(FilePath, SocketAccess.OwnUser, (_, _) => { }));
        Assert.Equal("SOCKET_IN_USE", refusal.Code);
        Assert.True(IsAnswered());
        Assert.Equal([FilePath], Directory.GetFileSystemEntries(Path.GetDirectoryName(FilePath)!));
    }

    [Fact]
    public void What_is_closed_is_not_bound_anew()
    {
        var placed = Place();
        placed.Dispose();
        Assert.Null(placed.TryReplace());
        Assert.False(File.Exists(FilePath));
    }

    private PlacedSocket Place()
    {
        SocketFile.ClearStale(FilePath);
        return new PlacedSocket(FilePath, new SocketAccess((UnixFileMode)0b110_110_000), (_, problem) => _told.Add(problem));
    }

    private bool IsAnswered()
    {
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(FilePath));
        return client.Connected;
    }
}
