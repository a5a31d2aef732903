using System.Globalization;
using System.Net;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Services;

/// <summary>A daemon whose sockets belong to a service manager: a small one, which does with them what systemd does.</summary>
public sealed class ActivationTests : IDisposable
{
    /// <summary>Opens sockets, one of them over TCP, and starts the daemon with them; after its end again, as soon as somebody connects.</summary>
    private const string Manager = """
        import os, select, socket, sys
        held = [socket.create_server(('127.0.0.1', 0))]
        for place in sys.argv[2].split():
            os.makedirs(os.path.dirname(place), exist_ok=True)
            held.append(socket.socket(socket.AF_UNIX))
            held[-1].bind(place)
            held[-1].listen()
        command = [*sys.argv[3:], '--listen', '127.0.0.1:%d' % held[0].getsockname()[1], '--pid-file', sys.argv[1]]
        while True:
            process = os.fork()
            if process == 0:
                copies = [os.dup(each.fileno()) for each in held]
                for number, copy in enumerate(copies): os.dup2(copy, 3 + number)
                os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=str(len(held)), LISTEN_FDNAMES=':'.join(['drover.socket'] * len(held)))
                os.execv(command[0], command)
            os.waitpid(process, 0)
            select.select(held, [], [])
        """;

    private readonly ServiceNode _node = ServiceNode.Unstarted(
        ["env:e1:1:wait:(env | grep -c ^LISTEN_; ls -l /proc/self/fd | grep -c socket:; true) >OUT"]);

    private string PidFile => _node.Sandbox.At("pid");

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task Its_doors_serve_them_and_who_comes_between_two_daemons_is_answered_by_the_second()
    {
        Start(_node.Sandbox.HttpSocket, _node.Sandbox.LuxiSocket, _node.Socket);
        Assert.DoesNotContain("Nobody serves", _node.Daemon.Log, StringComparison.Ordinal);
        using var network = new HttpClient { BaseAddress = new Uri($"http://{_node.Daemon.Listens}"), Timeout = Command.Longest };
        Assert.Equal(HttpStatusCode.OK, (await network.GetAsync("/livez", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal((UnixFileMode)0b110_110_000, File.GetUnixFileMode(_node.Sandbox.LuxiSocket));
        _node.Tell("env", "1");
        _node.WaitForOut("0\n0\n");

        var first = Pid();
        Signals.Send(first, Signals.Terminate);
        _node.Until(() => !ServiceNode.Lives(first), () => "the first daemon did not end");
        using (var luxi = _node.Daemon.Luxi())
            Assert.NotNull(luxi.Call("QueryClusterInfo"));
        Assert.Equal(HttpStatusCode.OK, (await network.GetAsync("/livez", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(200, _node.Daemon.Http.Get("/readyz").Status);
        Assert.NotEqual(first, Pid());
    }

    [Fact]
    public void A_socket_that_no_door_serves_is_told()
    {
        var astray = _node.Sandbox.At("astray");
        Start(_node.Sandbox.HttpSocket, astray);
        Assert.Contains($"Nobody serves the socket {astray} (drover.socket)", _node.Daemon.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void Sockets_that_are_none_end_it_with_2_and_those_of_another_process_are_not_its_own()
    {
        var refused = Command.Run("sh", ["-c", "LISTEN_PID=$$ LISTEN_FDS=1 exec \"$@\" 3<&-", "sh", Programs.Daemon, "--state", _node.Sandbox.State, "--run", _node.Sandbox.Run]).Expect(2);
        Assert.Contains("The descriptor 3 (unknown) that the service manager has passed is no listening stream socket", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_node.Sandbox.State));
        _node.Start("env", "LISTEN_PID=1", "LISTEN_FDS=1");
    }

    private void Start(params string[] places) => _node.Start("python3", "-c", Manager, PidFile, string.Join(' ', places));

    private int Pid() => int.Parse(File.ReadAllText(PidFile), CultureInfo.InvariantCulture);
}
