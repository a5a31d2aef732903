using System.Net.Sockets;
using System.Text;
using Drover.Cli.Door;

namespace Drover.Cli.Tests.Door;

public sealed class DoorTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dc").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"a\":1}trailing")]
    [InlineData("HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n3\r\n{\"a\r\n4;x=y\r\n\":1}\r\n0\r\nT: x\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n{\"a\":1}")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200\r\ncontent-length:7\r\n\r\n{\"a\":1}")]
    public void A_body_is_read_by_length_in_chunks_or_to_the_end_however_it_is_cut(string answer)
    {
        foreach (var piece in new[] { 1, 5, 4096 })
        {
            using var document = Ask(answer, piece);
            Assert.Equal(1, document.RootElement.GetProperty("a").GetInt32());
        }
    }

    [Theory]
    [InlineData("", "CONNECTION_LOST")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le", "CONNECTION_LOST")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"a\":1}", "CONNECTION_LOST")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{\"a\":1}", "CONNECTION_LOST")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "BAD_REPLY")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "BAD_REPLY")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", "BAD_REPLY")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "BAD_REPLY")]
    [InlineData("HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\noops", "HTTP_500")]
    public void A_broken_answer_is_a_clear_error(string answer, string code)
    {
        var error = Assert.Throws<CliException>(() => Ask(answer, 4096));
        Assert.Equal(code, error.Code);
    }

    [Fact]
    public void Without_a_daemon_the_places_looked_at_and_a_way_to_start_one_are_named()
    {
        var result = CliRun.InProcess(["get", "jobs", "--socket", "/nonexistent/s"]);
        Assert.Equal(3, result.Code);
        Assert.Equal("""
            drover: NO_DAEMON: no daemon answers at /nonexistent/s: there is no such socket
            hint: start one with 'droverd --state DIR --run DIR' or 'systemctl start drover'; another socket is named with --socket PATH or DROVER_SOCKET

            """, result.Err);
    }

    [Fact]
    public void A_socket_that_nobody_listens_on_is_told_from_a_missing_one()
    {
        var path = Path.Combine(_directory, "dead");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        Assert.Contains("the socket is there, but nobody listens", CliRun.InProcess(["get", "jobs", "--socket", path]).Err, StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_too_long_for_a_socket_is_a_usage_error() =>
        Assert.Equal(2, CliRun.InProcess(["get", "jobs", "--socket", "/" + new string('x', 200)]).Code);

    [Fact]
    public void The_option_wins_over_the_environment_and_that_over_the_usual_places()
    {
        var own = Path.Combine(_directory, "drover", "drover.sock");
        Directory.CreateDirectory(Path.GetDirectoryName(own)!);
        string? Environment(string name) => name == "XDG_RUNTIME_DIR" ? _directory : null;

        Assert.Equal("/o", SocketPath.Choose("/o", _ => "/e").Path);
        Assert.Equal("/e", SocketPath.Choose(null, n => n == "DROVER_SOCKET" ? "/e" : null).Path);
        Assert.Equal([SocketPath.SystemPath, own], SocketPath.Choose(null, Environment).Tried);
        File.WriteAllText(own, "");
        if (!File.Exists(SocketPath.SystemPath))
            Assert.Equal(own, SocketPath.Choose(null, Environment).Path);
    }

    /// <summary>Answers one request with these bytes, in pieces of that size.</summary>
    private System.Text.Json.JsonDocument Ask(string answer, int piece)
    {
        var path = Path.Combine(_directory, Guid.NewGuid().ToString("N")[..8]);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        var server = Task.Factory.StartNew(() =>
        {
            using var connection = listener.Accept();
            connection.Receive(new byte[4096]);
            var bytes = Encoding.UTF8.GetBytes(answer);
            try
            {
                for (var i = 0; i < bytes.Length; i += piece)
                    connection.Send(bytes.AsSpan(i, Math.Min(piece, bytes.Length - i)));
            }
            catch (SocketException)
            {
                // The client has what it wants and left: what trails behind the body is not its business.
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return new DaemonDoor(new SocketPath(path, [path]), TimeSpan.FromMinutes(1), CancellationToken.None).Get("/x");
        }
        finally
        {
            server.GetAwaiter().GetResult();
        }
    }
}
