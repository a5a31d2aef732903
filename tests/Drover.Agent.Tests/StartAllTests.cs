namespace Drover.Agent.Tests;

/// <summary>Many starts in one call.</summary>
public sealed class StartAllTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(40)]
    public async Task Processes_are_started_in_the_order_of_the_list(int count)
    {
        await using var harness = await AgentHarness.StartAsync();
        var outcomes = harness.Agent.StartAll([.. Enumerable.Range(0, count).Select(_ => harness.Spec("sleep 1000"))]);
        Assert.Equal(Enumerable.Range(1, count).Select(i => $"tag{i}"), outcomes.Select(o => o.Process!.Key.Tag));
        // Numbers of processes rise, but for a wrap that a test machine does not come to between two starts of a kind.
        var born = outcomes.Select(o => Identity.ProcessStat.Read(o.Process!.Pid)!.Value.StartTime).ToList();
        Assert.Equal(born.Order(), born);
        Assert.Equal(count, harness.Agent.List().Count);
        Assert.All(outcomes, o => Assert.True(harness.HasRecord(o.Process!.Invocation)));
    }

    [Fact]
    public async Task One_that_cannot_be_started_keeps_no_other_from_it_and_leaves_nothing()
    {
        await using var harness = await AgentHarness.StartAsync();
        var outcomes = harness.Agent.StartAll([.. Enumerable.Range(0, 30).Select(i => harness.Spec(i % 3 == 1 ? "/nonexistent/program" : "sleep 1000"))]);
        for (var i = 0; i < 30; i++)
        {
            Assert.Equal(i % 3 != 1, outcomes[i].Process is not null);
            Assert.Equal(i % 3 == 1, outcomes[i].Refusal?.Contains("/nonexistent/program", StringComparison.Ordinal) ?? false);
        }
        Assert.Equal(20, Directory.GetFiles(Path.Combine(harness.RunDirectory, "processes"), "*.process").Length);
        // No record stays open, and of logs those that are written to.
        Assert.Equal(
            outcomes.Where(o => o.Process is not null).Select(o => o.Process!.LogPath).Append(Path.Combine(harness.RunDirectory, "processes", "lock")).Order(StringComparer.Ordinal),
            OpenBelow(harness.Directory).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string?> OpenBelow(string directory) => Directory.GetFileSystemEntries("/proc/self/fd")
        .Select(path => new FileInfo(path).LinkTarget).Where(target => target?.StartsWith(directory, StringComparison.Ordinal) == true);
}
