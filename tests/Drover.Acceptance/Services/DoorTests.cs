using System.Text.RegularExpressions;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Services;

/// <summary>The socket of Cluster::Init and its status file under clients that do not behave.</summary>
public sealed partial class DoorTests : IDisposable
{
    private readonly ServiceNode _node = new(["g:a1:1:respawn:NAP 1000", "h:b1:2:once:true"]);

    public void Dispose() => _node.Dispose();

    [Theory]
    [InlineData("303030303030303568656c6c6f", "")]
    [InlineData("303030", "end")]
    [InlineData("3939393939393939", "end")]
    [InlineData("6162636465666768", "")]
    public void Garbage_is_dropped_and_the_daemon_serves_others(string hex, string end)
    {
        ServiceNode.Perl(end.Length > 0 ? ["raw", _node.Socket, hex, end] : ["raw", _node.Socket, hex]).Expect(0);
        Assert.Equal("1", _node.Tell("g", "1")["ok"]);
        _node.WaitForStatus("g", "1 DONE");
    }

    [Fact]
    public void A_silent_client_keeps_nobody_waiting()
    {
        using var silent = Command.Begin("perl", [Path.Combine(AppContext.BaseDirectory, "perl", "clinit-test.pl"), "silent", _node.Socket]);
        Assert.Equal("connected", silent.StandardOutput.ReadLine());
        Assert.Equal("1", _node.Tell("g", "1")["ok"]);
        silent.Kill();
        silent.WaitForExit();
    }

    [Fact]
    public void A_second_daemon_refuses_and_the_first_goes_on()
    {
        using var other = new Sandbox();
        _node.Bring("g", "1");
        var pids = _node.Naps();
        Assert.NotEqual(0, Daemon.Refused(_node.Sandbox, _node.Arguments).ExitCode);
        // One with a state of its own that wants the same socket.
        var refused = Daemon.Refused(other, "--cltab", _node.Cltab, "--clinit-socket", _node.Socket);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains(_node.Socket, refused.All, StringComparison.Ordinal);
        Assert.Equal("1", _node.Tell("g", "1")["ok"]);
        Assert.Equal(pids, _node.Naps());
    }

    [Fact]
    public void The_status_file_is_whole_at_each_moment_of_many_changes()
    {
        using var stop = new CancellationTokenSource();
        var torn = new List<string>();
        var reads = 0;
        var reader = new Thread(() =>
        {
            for (; !stop.IsCancellationRequested; reads++)
                if (Read() is var text && !WholeStatus().IsMatch(text))
                    torn.Add(text);
        });
        reader.Start();
        for (var i = 0; i < 100; i++)
        {
            _node.Bring("g", "1");
            _node.Bring("g", "2");
        }
        stop.Cancel();
        reader.Join();
        Assert.Empty(torn);
        Assert.True(reads > 100, $"{reads} reads");

        string Read()
        {
            try
            {
                return File.ReadAllText(_node.Clstat);
            }
            catch (IOException missing)
            {
                return missing.Message;
            }
        }
    }

    /// <summary>Both groups, and nothing else; the second was never told anything.</summary>
    [GeneratedRegex(@"^Cluster::Init::Group g \S+ [A-Z]+\nCluster::Init::Group h - CONFIGURED\n\z")]
    private static partial Regex WholeStatus();
}
