using Drover.Acceptance.Running;

namespace Drover.Acceptance.Services;

/// <summary>Captured output on a disk that is full.</summary>
public sealed class LogDiskTests : IDisposable
{
    private readonly ServiceNode _node = new([":::log:DIR/logs", "full:f1:1:respawn:cat /dev/zero; echo full >>OUT; NAP 1000", "good:a1:1:respawn:NAP 1001"]);
    private readonly string _logs;
    private readonly bool _mounted;

    public LogDiskTests()
    {
        _logs = _node.Sandbox.At("logs");
        Directory.CreateDirectory(_logs);
        _mounted = Command.Run("mount", ["-t", "tmpfs", "-o", "size=1m,mode=0700", "tmpfs", _logs]).ExitCode == 0;
        if (!_mounted)
            _node.Dispose();
        Assert.SkipUnless(_mounted, "Mounting a tmpfs is not permitted here: it needs root.");
    }

    public void Dispose()
    {
        Command.Run("umount", ["--lazy", _logs]);
        _node.Dispose();
    }

    [Fact]
    public void Services_are_started_kept_and_stopped_when_their_logs_have_no_room()
    {
        _node.Bring("full", "1");
        _node.WaitForOut("full\n");
        _node.Until(() => _node.Naps().Count == 1, () => "no nap");
        var pid = _node.Pid("full/f1");
        _node.Bring("good", "1");
        _node.Until(() => _node.Naps().Count == 2, () => $"{_node.Naps().Count} naps");
        var before = _node.Naps();
        _node.Kill9();
        _node.Start();
        Assert.Equal(before, _node.Naps());
        Assert.Equal(pid, _node.Pid("full/f1"));
        _node.Bring("full", "2");
        _node.Bring("good", "2");
        Assert.Empty(_node.Naps());
    }
}
