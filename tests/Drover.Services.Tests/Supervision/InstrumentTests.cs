using Drover.Agent;

namespace Drover.Services.Tests.Supervision;

/// <summary>What is measured of services: counts by words of the program; names only of entries, and only where they may be seen.</summary>
public sealed class InstrumentTests
{
    private static readonly string[] s_entry = ["g:t:1:respawn:/bin/x", "g:u:1:respawn:/bin/y"];

    [Fact]
    public async Task A_restart_is_counted_by_how_the_process_had_died()
    {
        await using var node = await SupervisedNode.StartAsync(s_entry);
        await node.BringAsync("g", "1");
        Assert.Empty(node.Readings.Of("drover.services.restarts"));
        node.Agent.End("t", ExitStatus.Exited(3));
        await node.UntilAsync("g/t", row => row is { State: "UP", Restarts: 1 });
        node.Agent.End("u", ExitStatus.Killed(9));
        await node.UntilAsync("g/u", row => row is { State: "UP", Restarts: 1 });
        Assert.Equal(["cause=exit", "cause=signal"], node.Readings.Of("drover.services.restarts").Select(reading => reading.Labels));
    }

    [Fact]
    public async Task Each_entry_is_measured_by_name_where_names_may_be_seen()
    {
        await using var node = await SupervisedNode.StartAsync(s_entry);
        await node.BringAsync("g", "1");
        node.Agent.End("t", ExitStatus.Exited(3));
        await node.UntilAsync("g/t", row => row is { State: "UP", Restarts: 1 });
        await node.BringAsync("g", "1");
        Assert.Equal(["node=n1 group=g tag=t 1", "node=n1 group=g tag=u 1"], Shown("drover.service.up"));
        Assert.Equal(["node=n1 group=g tag=t state=UP 1", "node=n1 group=g tag=u state=UP 1"], Shown("drover.service.state"));
        Assert.Equal(["node=n1 group=g tag=t 1", "node=n1 group=g tag=u 0"], Shown("drover.service.restarts"));
        Assert.Equal(["node=n1 group=g tag=t 3", "node=n1 group=g tag=u 3"], Shown("drover.service.cpu"));
        Assert.Equal(["node=n1 group=g tag=t 5242880", "node=n1 group=g tag=u 5242880"], Shown("drover.service.memory"));

        node.MeasuresEntries = false;
        await node.RestartAsync();
        Assert.Empty(node.Readings.Now("drover.service.up"));

        IEnumerable<string> Shown(string name) => node.Readings.Now(name).Select(reading => $"{reading.Labels} {reading.Value}");
    }

    [Fact]
    public async Task Processes_and_groups_are_counted_by_state()
    {
        await using var node = await SupervisedNode.StartAsync([.. s_entry, "h:v:1:respawn:/bin/z", "bad:v:1:nosuchmode:/bin/z"]);
        await node.BringAsync("g", "1");
        Assert.Equal(["state=CONFIGURED 1", "state=UP 2"], Shown("drover.services.processes"));
        Assert.Equal(["state=CONFIGURED 1", "state=DONE 1", "state=REFUSED 1"], Shown("drover.services.groups"));

        IEnumerable<string> Shown(string name) =>
            node.Readings.Now(name).Where(reading => reading.Value > 0).Select(reading => $"{reading.Labels} {reading.Value}");
    }

    [Fact]
    public async Task Each_start_measures_what_it_has_taken_up()
    {
        await using var node = await SupervisedNode.StartAsync(s_entry);
        Assert.Single(node.Readings.Of("drover.services.adoption"));
        Assert.Empty(node.Readings.Of("drover.services.adopted"));
        await node.BringAsync("g", "1");
        await node.RestartAsync(() => node.Machine["t"].Exit = ExitStatus.Exited(5));
        Assert.Equal(2, node.Readings.Of("drover.services.adoption").Count);
        Assert.Equal(["outcome=exited", "outcome=running"], node.Readings.Of("drover.services.adopted").Select(reading => reading.Labels).Order());
    }
}
