using Microsoft.Extensions.Logging;

namespace Drover.Agent.Tests;

/// <summary>What the log says of processes.</summary>
public sealed class AgentLinesTests
{
    [Fact]
    public async Task A_process_is_told_when_it_is_spawned_and_when_it_has_ended()
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.Agent.Start(harness.Spec("true"));
        await harness.ExitAsync(process);
        Assert.Equal(
            [(1403, LogLevel.Debug), (1404, LogLevel.Debug)],
            harness.Log.Lines.Where(line => line.Text.Contains(process.Invocation, StringComparison.Ordinal)).Select(line => (line.Id, line.Level)));
    }

    [Fact]
    public async Task A_protection_that_is_lacking_is_a_warning_and_a_refused_start_is_told()
    {
        await using var harness = await AgentHarness.StartAsync();
        var lacking = harness.Agent.Start(harness.Spec("sleep 1000") with { LogPath = "/proc/no/such/place.log" });
        harness.Agent.StartAll([harness.Spec("/no/such/program")]);
        Assert.Contains(harness.Log.Lines, line => line is { Id: 1401, Level: LogLevel.Warning }
            && line.Text.StartsWith(lacking.Key.Name, StringComparison.Ordinal) && line.Text.Contains("Output is thrown away", StringComparison.Ordinal));
        Assert.Contains("/no/such/program", Assert.Single(harness.Log.Lines, line => line.Id == 1402).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_earlier_daemon_left_is_summed_up_and_what_cannot_be_read_is_a_warning()
    {
        await using var harness = await AgentHarness.StartAsync();
        harness.Agent.Start(harness.Spec("sleep 1000"));
        var ended = harness.Agent.Start(harness.Spec("true"));
        await harness.ExitAsync(ended);
        Assert.DoesNotContain(harness.Log.Lines, line => line.Id == 1405);
        await harness.RestartAsync(() => File.WriteAllText(harness.RecordPath("half"), """{"version":1,""" + "\n"));
        Assert.Equal(
            "Records of an earlier daemon: 1 processes run and are watched again, 1 have ended, 0 are dropped",
            Assert.Single(harness.Log.Lines, line => line.Id == 1405).Text);
        Assert.Contains("DROVER_INVOCATION=half", Assert.Single(harness.Log.Lines, line => line.Id == 1406).Text, StringComparison.Ordinal);
    }
}
