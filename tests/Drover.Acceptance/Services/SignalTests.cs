using System.Globalization;
using System.Text.Json.Nodes;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Services;

/// <summary>Deaths and restarts as somebody sees them who watches.</summary>
public sealed class SignalTests : IDisposable
{
    private readonly ServiceNode _node = new(["good:a1:1:respawn:NAP 1001"]);

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task A_follower_sees_a_killed_process_die_and_come_back_with_another_pid()
    {
        _node.Bring("good", "1");
        var (first, others) = (_node.Pid("good/a1"), Followers());
        using var drover = Command.Begin(
            Programs.Client, ["events", "--follow", "--signals", "-o", "jsonl"],
            new Dictionary<string, string> { ["DROVER_SOCKET"] = _node.Daemon.Sandbox.HttpSocket });
        try
        {
            _node.Until(() => Followers() > others, () => "nobody follows");
            Signals.Send(first, Signals.Kill);

            var died = await NextAsync(drover.StandardOutput);
            Assert.Equal(("process-changed", $"{Text(died["payload"]!, "node")}/good/a1", "SETUP", "signal 9"), (Text(died, "kind"), Text(died, "subject"), Text(died["payload"]!, "state"), Text(died["payload"]!, "last_exit")));
            Assert.Null(died["payload"]!["pid"]);
            Assert.EndsWith("Z", (string)died["time"]!, StringComparison.Ordinal);

            var back = (await NextAsync(drover.StandardOutput))["payload"]!;
            Assert.Equal(("good", "a1", "UP"), (Text(back, "group"), Text(back, "tag"), Text(back, "state")));
            Assert.Equal((1, 2), ((int)back["restarts"]!, (int)back["run"]!));
            var second = (int)back["pid"]!;
            Assert.NotEqual(first, second);
            _node.Until(() => _node.Pid("good/a1") == second, () => $"pid {_node.Pid("good/a1")}");
        }
        finally
        {
            Signals.SendToGroup(drover.Id, Signals.Kill);
        }
    }

    /// <summary>Subscribers of the event stream; the daemon has some of its own.</summary>
    private int Followers() => int.Parse(
        _node.Daemon.Http.Get("/metrics").Body.Split('\n').Single(line => line.StartsWith("drover_event_followers{} ", StringComparison.Ordinal)).Split(' ')[1],
        CultureInfo.InvariantCulture);

    /// <summary>The next signal; events of the journal are left out.</summary>
    private static async Task<JsonNode> NextAsync(StreamReader lines)
    {
        while (await lines.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken) is { } line)
            if (JsonNode.Parse(line) is { } happening && happening["subject"] is not null)
                return happening;
        throw new EndOfStreamException("drover ended");
    }

    private static string? Text(JsonNode node, string name) => (string?)node[name];
}
