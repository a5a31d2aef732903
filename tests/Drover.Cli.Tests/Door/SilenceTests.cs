using System.Net.Sockets;

namespace Drover.Cli.Tests.Door;

/// <summary>A daemon that takes connections and says nothing: one that is stopped, or another door than ours.</summary>
public sealed class SilenceTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dsi").FullName;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    private string Path => System.IO.Path.Combine(_directory, "s");

    public void Dispose()
    {
        _listener.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("version")]
    [InlineData("get jobs")]
    [InlineData("restart")]
    [InlineData("shutdown")]
    [InlineData("submit test-delay duration=1 -d")]
    [InlineData("audit verify")]
    [InlineData("logs web/httpd")]
    public void Each_request_has_a_time_limit(string line)
    {
        Listen(100);
        var result = Run(line.Split(' '));
        Assert.Equal(3, result.Code);
        Assert.Contains($"drover: NO_ANSWER: the daemon at {Path} has not answered for 0s\nhint: it may be stopped or busy, or {Path} is another one of its sockets", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void Also_where_not_even_a_connection_is_taken_any_more()
    {
        Listen(0);
        using var first = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        first.Connect(new UnixDomainSocketEndPoint(Path));
        var result = Run("version");
        Assert.Equal(3, result.Code);
        Assert.Contains("drover: NO_ANSWER: ", result.Err, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("restart", "--timeout", "0")]
    [InlineData("shutdown", "--timeout", "0")]
    public void A_timeout_holds_over_all_that_is_asked(params string[] line)
    {
        Listen(100);
        var result = CliRun.InProcess([.. line, "--socket", Path]);
        Assert.Equal((5, "drover: TIMEOUT: the time given with --timeout is over, and the daemon has not answered"), (result.Code, result.Err.Split('\n')[0]));
    }

    [Fact]
    public void A_completion_offers_less_and_a_support_file_asks_no_second_time()
    {
        Listen(100);
        var completed = CliRun.InProcess(["__complete", "zsh", "--socket", Path, "cancel", ""]);
        Assert.Equal((0, "", ""), (completed.Code, completed.Out, completed.Err));
        var file = System.IO.Path.Combine(_directory, "support.tar.gz");
        var lines = Run("support", "--file", file, "--log", "/dev/null").Err.Split('\n');
        Assert.True(lines.Count(line => line.Contains("has not answered", StringComparison.Ordinal)) > 10, string.Join('\n', lines));
        // One connection of each: the completion, and the first request of the support file.
        Assert.Equal(2, Connections());
    }

    [Fact]
    public void What_is_no_socket_is_named()
    {
        Assert.Equal("drover: NO_SOCKET: /etc/passwd is a file of another kind, not a socket", CliRun.InProcess(["version", "--socket", "/etc/passwd"]).Err.Split('\n')[0]);
        var directory = CliRun.InProcess(["status", "--socket", "."]);
        Assert.Equal((3, "drover: NO_SOCKET: . is a directory, not a socket"), (directory.Code, directory.Err.Split('\n')[0]));
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        Assert.Contains("the socket is there, but nobody listens", CliRun.InProcess(["version", "--socket", Path]).Err, StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_that_is_no_duration_is_refused() =>
        Assert.Equal(2, CliRun.InProcess(["version", "--socket", Path], environment: name => name == "DROVER_ANSWER_TIME" ? "soon" : null).Code);

    private CliResult Run(params string[] line) => CliRun.InProcess([.. line, "--socket", Path], environment: name => name == "DROVER_ANSWER_TIME" ? "0.2" : null);

    /// <summary>How many connections were made and not taken.</summary>
    private int Connections()
    {
        _listener.Blocking = false;
        var count = 0;
        try
        {
            for (; ; count++)
                _listener.Accept().Dispose();
        }
        catch (SocketException)
        {
            return count;
        }
    }

    private void Listen(int backlog)
    {
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen(backlog);
    }
}
