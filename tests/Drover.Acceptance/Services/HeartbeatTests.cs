using Drover.Acceptance.Running;

namespace Drover.Acceptance.Services;

/// <summary>What happens by itself in the half minutes of a daemon that nobody asks anything.</summary>
public sealed class HeartbeatTests : IDisposable
{
    private readonly ServiceNode _node = new(["g:a1:1:respawn:NAP 1000"]);

    public void Dispose() => _node.Dispose();

    [Fact]
    public void The_status_file_is_written_anew_although_nothing_happens_and_a_silent_client_is_dropped()
    {
        using var silent = Command.Begin("perl", [Path.Combine(AppContext.BaseDirectory, "perl", "clinit-test.pl"), "silent", _node.Socket]);
        Assert.Equal("connected", silent.StandardOutput.ReadLine());
        // No group was ever told anything: the only writer is the heartbeat.
        var (text, stamp) = (File.ReadAllText(_node.Clstat), File.GetLastWriteTimeUtc(_node.Clstat));
        _node.Until(() => File.GetLastWriteTimeUtc(_node.Clstat) > stamp, () => $"the stamp is still {stamp:O}");
        Assert.Equal(text, File.ReadAllText(_node.Clstat));
        Assert.Equal("got=", silent.StandardOutput.ReadLine());
        silent.WaitForExit();
    }
}
