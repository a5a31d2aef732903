using Drover.Acceptance.Running;

namespace Drover.Acceptance.Services;

/// <summary>A daemon whose parent gave it strange surroundings: it hears and sees as usual, and its services get none of them.</summary>
public sealed class OddParentTests : IDisposable
{
    /// <summary>Ignores HUP and CHLD, blocks TERM and HUP, closes stdin, and more, then becomes the daemon.</summary>
    private const string Odd = """
        import os, resource, signal, sys
        signal.signal(signal.SIGQUIT, signal.SIG_DFL) # a shell in the background ignores it
        for ignored in (signal.SIGHUP, signal.SIGCHLD, signal.SIGINT, signal.SIGXFSZ): signal.signal(ignored, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGHUP})
        os.close(0); os.umask(0o777); os.nice(5)
        os.dup2(1, 77)
        resource.setrlimit(resource.RLIMIT_NOFILE, (600, 1024)); resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 30, resource.RLIM_INFINITY))
        os.execv(sys.argv[1], sys.argv[1:])
        """;

    private static readonly string[] s_cltab =
    [
        "env:e1:1:wait:(umask; nice; ulimit -f; ulimit -Sn; grep -E 'Sig(Blk|Ign)' /proc/self/status | cut -f2; echo /proc/self/fd/*) >OUT",
        "env:e2:1:test:(exit 7)",
    ];

    private readonly ServiceNode _node = ServiceNode.Unstarted(s_cltab);

    public void Dispose() => _node.Dispose();

    [Fact]
    public void It_is_neither_deaf_nor_blind_and_its_services_start_clean()
    {
        _node.Start("python3", "-c", Odd);
        Assert.Contains("The daemon was started with ignored signals (1 2 17 25), blocked signals (1 15), closed descriptors (0); it has executed itself anew", _node.Daemon.Log, StringComparison.Ordinal);
        _node.Bring("env", "1", expected: "error");
        // The shell opens the directory with a descriptor of its own for a moment, and shows it as the last.
        Assert.Equal(["0022", "0", "unlimited", "1024", "0000000000000000", "0000000000000000"], _node.OutLines[..6]);
        Assert.DoesNotContain("/proc/self/fd/77", _node.Out, StringComparison.Ordinal);
        Assert.Equal("exit 7", (string)_node.Row("process", "env/e2", "last_exit")["last_exit"]!);

        _node.Write([.. s_cltab, "env:e3:1:respawn:NAP 1000"]);
        _node.Daemon.Signal(Signals.HangUp);
        _node.Until(() => _node.Naps().Count == 1, () => "the hangup was not heard");
        _node.Daemon.StopCleanly();
        Assert.Empty(_node.Naps());
    }
}
