namespace Drover.Agent.Tests;

/// <summary>What is on record of a process: notes of callers, places of logs, forms of older builds.</summary>
public sealed class RecordTests
{
    [Fact]
    public async Task A_note_is_on_record_once_and_again_when_it_changes()
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.Agent.Start(harness.Spec("sleep 1000") with { Note = RawJson.Write(json => { json.WriteStartObject(); json.WriteNumber("run", 1); json.WriteEndObject(); }) });
        harness.Agent.Note(process.Invocation, RawJson.String("later"));
        harness.Agent.Signal(process.Invocation, 9);
        await harness.ExitAsync(process);
        var lines = (await File.ReadAllTextAsync(harness.RecordPath(process.Invocation), harness.Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["starting", "running", "running", "exited"], lines.Select(line => (string)System.Text.Json.Nodes.JsonNode.Parse(line)!["state"]!));
        Assert.Equal([true, false, true, false], lines.Select(line => line.Contains("\"note\":", StringComparison.Ordinal)));
        await harness.RestartAsync();
        Assert.Equal(RawJson.String("later"), harness.Adopted[0].Process!.Note);
    }

    [Fact]
    public async Task A_record_of_version_1_is_adopted_and_its_note_is_given_as_a_string()
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.Agent.Start(harness.Spec("sleep 1000") with { Note = RawJson.String("run=1 line=g:t:1:once:x") });
        var path = harness.RecordPath(process.Invocation);
        await harness.RestartAsync(() => File.WriteAllText(path, File.ReadAllText(path).Replace("\"version\":2", "\"version\":1", StringComparison.Ordinal)));
        var adopted = Assert.Single(harness.Adopted);
        Assert.Equal((AdoptionOutcome.Running, process.Pid, RawJson.String("run=1 line=g:t:1:once:x")), (adopted.Outcome, adopted.Process!.Pid, adopted.Process.Note));
    }

    [Fact]
    public async Task A_record_of_a_later_version_is_put_aside_with_both_numbers()
    {
        await using var harness = await AgentHarness.StartAsync();
        await harness.RestartAsync(() => File.WriteAllText(harness.RecordPath("later"), """{"version":3}""" + "\n"));
        Assert.Contains("it is of version 3, this program knows versions up to 2", Assert.Single(harness.Adopted).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_is_moved_while_it_is_written_to_and_found_there_by_the_next_agent()
    {
        await using var harness = await AgentHarness.StartAsync();
        var go = Path.Combine(harness.Directory, "go");
        var process = harness.StartShell($"echo before; until [ -e {go} ]; do sleep 0.02; done; echo after; sleep 1000");
        await harness.SaysAsync(process, "before");
        await File.WriteAllTextAsync(process.LogPath + ".1", "copied", harness.Token);
        var place = Path.Combine(harness.Directory, "log", "node", "group", "tag.log");
        Assert.True(harness.Agent.MoveLog(process.Invocation, place));
        await File.WriteAllTextAsync(go, "", harness.Token);
        var moved = harness.Agent.Find(process.Invocation)!;
        Assert.Equal(place, moved.LogPath);
        await harness.SaysAsync(moved, "before\nafter\n");
        Assert.Equal("copied", await File.ReadAllTextAsync(place + ".1", harness.Token));
        Assert.False(File.Exists(process.LogPath));
        await harness.RestartAsync();
        Assert.Equal(place, harness.Adopted[0].Process!.LogPath);
    }

    [Fact]
    public async Task A_move_that_a_crash_has_cut_short_is_completed_and_nothing_is_moved_over_another_log()
    {
        await using var harness = await AgentHarness.StartAsync();
        var process = harness.StartShell("echo one; sleep 1000");
        await harness.SaysAsync(process, "one");
        var place = Path.Combine(harness.Directory, "place.log");
        await File.WriteAllTextAsync(place, "another", harness.Token);
        Assert.False(harness.Agent.MoveLog(process.Invocation, place));
        Assert.Equal(("another", process.LogPath), (await File.ReadAllTextAsync(place, harness.Token), harness.Agent.Find(process.Invocation)!.LogPath));

        File.Move(process.LogPath, place, overwrite: true);
        Assert.True(harness.Agent.MoveLog(process.Invocation, place));
        Assert.Equal(place, harness.Agent.Find(process.Invocation)!.LogPath);
    }
}
