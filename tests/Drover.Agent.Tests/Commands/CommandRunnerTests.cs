using System.Globalization;
using Drover.Nodes;
using Drover.Nodes.Commands;
using static Drover.Agent.Tests.Commands.CommandHarness;

namespace Drover.Agent.Tests.Commands;

/// <summary>Commands that are run once on a machine: real processes.</summary>
public sealed class CommandRunnerTests
{
    [Fact]
    public async Task Output_is_told_by_stream_and_the_exit_code_at_the_end()
    {
        await using var node = await StartAsync();
        Assert.Null(await node.BeginAsync(5, Shell("echo one; echo two; echo wrong >&2; printf 'no end'; exit 7")));
        var end = await node.EndOfAsync(5);
        Assert.Equal(new CommandEnd(CommandEndKind.Ended, Exit: 7), end);
        Assert.Equal("one\ntwo\nno end", node.Text(5, isError: false));
        Assert.Equal("wrong\n", node.Text(5, isError: true));
    }

    [Fact]
    public async Task Words_come_as_they_are_and_there_is_nothing_to_read()
    {
        await using var node = await StartAsync();
        await node.BeginAsync(5, new CommandSpec(["printf", "<%s>", "a b", "$HOME", "*"], null, AgentHarness.Patience, AgentHarness.Patience, 1000));
        Assert.Equal(0, (await node.EndOfAsync(5)).Exit);
        Assert.Equal("<a b><$HOME><*>", node.Text(5, isError: false));
        await node.BeginAsync(6, Shell("cat; pwd; test $(ps -o sid= -p $$) = $$ && echo leads"));
        Assert.Equal(0, (await node.EndOfAsync(6)).Exit);
        Assert.Equal("/\nleads\n", node.Text(6, isError: false));
    }

    [Fact]
    public async Task Output_comes_while_it_runs()
    {
        await using var node = await StartAsync();
        await node.BeginAsync(5, Shell($"echo ready; until test -e {node.At("go")}; do sleep 0.05; done; echo done"));
        Assert.Equal("ready\n", (await node.NextAsync<CommandOutput>(_ => true)).Text);
        await File.WriteAllTextAsync(node.At("go"), "", TestContext.Current.CancellationToken);
        Assert.Equal("done\n", (await node.NextAsync<CommandOutput>(_ => true)).Text);
        Assert.Equal(0, (await node.EndOfAsync(5)).Exit);
    }

    [Fact]
    public async Task The_same_order_is_not_run_again_and_its_end_is_told_again()
    {
        await using var node = await StartAsync();
        var command = Shell($"echo x >>{node.At("runs")}; exit 3");
        await node.BeginAsync(5, command);
        Assert.Equal(3, (await node.EndOfAsync(5)).Exit);
        await node.BeginAsync(5, command);
        Assert.Equal(3, (await node.EndOfAsync(5)).Exit);
        await node.CrashAsync();
        await node.BeginAsync(5, command);
        Assert.Equal(3, (await node.EndOfAsync(5)).Exit);
        Assert.Equal("x\n", await File.ReadAllTextAsync(node.At("runs"), TestContext.Current.CancellationToken));
        // Of a master whose job numbers began anew.
        await node.BeginAsync(5, Shell("exit 4"));
        Assert.Equal(4, (await node.EndOfAsync(5)).Exit);
    }

    [Fact]
    public async Task An_order_of_an_earlier_term_is_refused()
    {
        await using var node = await StartAsync();
        Assert.Null(await node.BeginAsync(5, Shell("exit 0"), term: 3));
        Assert.Equal(NodeRefusalKind.StaleTerm, (await node.BeginAsync(6, Shell("exit 0"), term: 2))!.Kind);
        Assert.Equal(0, (await node.EndOfAsync(5)).Exit);
    }

    [Fact]
    public async Task What_cannot_be_started_says_why_and_says_it_again()
    {
        await using var node = await StartAsync();
        var command = new CommandSpec(["no-such-program-here"], null, AgentHarness.Patience, AgentHarness.Patience, 1000);
        for (var time = 0; time < 2; time++)
        {
            Assert.Null(await node.BeginAsync(5, command));
            var end = await node.EndOfAsync(5);
            Assert.Equal(CommandEndKind.NotStarted, end.Kind);
            Assert.Contains("no-such-program-here", end.Detail, StringComparison.Ordinal);
        }
        await node.BeginAsync(6, Shell("true") with { User = "no-such-user-here" });
        var user = (await node.EndOfAsync(6)).Detail;
        Assert.Contains("no-such-user-here", user, StringComparison.Ordinal);
        // There is no entry of a cltab to be changed.
        Assert.DoesNotContain("entry", user, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_may_run_at_a_time_are_refused_until_one_has_ended()
    {
        await using var node = await StartAsync(most: 2);
        var lasting = Shell("sleep 1000");
        Assert.Null(await node.BeginAsync(5, lasting));
        Assert.Null(await node.BeginAsync(6, lasting));
        Assert.Equal(new NodeRefusal(NodeRefusalKind.TooManyCommands, "commands-at-once 2"), await node.BeginAsync(7, Shell("exit 7")));
        // An order that comes again is no further one.
        Assert.Null(await node.BeginAsync(6, lasting));
        await node.EndAsync(5, "because");
        await node.EndOfAsync(5);
        Assert.Null(await node.BeginAsync(7, Shell("exit 7")));
        Assert.Equal(7, (await node.EndOfAsync(7)).Exit);
    }

    [Fact]
    public async Task A_node_may_take_none_and_tells_those_of_before()
    {
        await using var node = await StartAsync(most: 1);
        await node.BeginAsync(5, Shell("exit 3"));
        Assert.Equal(3, (await node.EndOfAsync(5)).Exit);
        await node.CrashAsync(most: 0);
        Assert.Equal(new NodeRefusal(NodeRefusalKind.NoCommands, "commands-at-once"), await node.BeginAsync(6, Shell($"touch {node.At("ran")}")));
        Assert.Null(await node.BeginAsync(5, Shell("exit 3")));
        Assert.Equal(3, (await node.EndOfAsync(5)).Exit);
        Assert.False(File.Exists(node.At("ran")));
    }

    [Fact]
    public async Task One_that_runs_too_long_is_asked_to_end_with_all_of_its_tree()
    {
        await using var node = await StartAsync();
        await node.BeginAsync(5, Shell("trap 'echo asked; exit 9' TERM; sleep 1000 & echo $!; wait", time: TimeSpan.FromMilliseconds(500)));
        var child = int.Parse((await node.NextAsync<CommandOutput>(_ => true)).Text, CultureInfo.InvariantCulture);
        var end = await node.EndOfAsync(5);
        Assert.Equal((CommandEndKind.TimedOut, 9), (end.Kind, end.Exit));
        Assert.Equal("asked\n", node.Text(5, isError: false));
        Assert.False(AgentHarness.IsAlive(child));
    }

    [Fact]
    public async Task One_that_does_not_end_when_it_is_asked_is_killed_after_its_grace()
    {
        await using var node = await StartAsync();
        await node.BeginAsync(5, Shell("trap '' TERM; echo ready; while :; do sleep 1; done", grace: TimeSpan.FromMilliseconds(300)));
        await node.NextAsync<CommandOutput>(_ => true);
        Assert.Null(await node.EndAsync(5, "because"));
        var end = await node.EndOfAsync(5);
        Assert.Equal((CommandEndKind.Cancelled, 9, "because"), (end.Kind, end.Signal, end.Detail));
        // Who has ended is not ended again.
        Assert.Null(await node.EndAsync(5, "again"));
    }

    [Fact]
    public async Task What_it_left_behind_is_ended_and_told()
    {
        await using var node = await StartAsync();
        await node.BeginAsync(5, Shell("setsid sleep 1000 & echo $!; exit 0"));
        var end = await node.EndOfAsync(5);
        Assert.Equal((CommandEndKind.Ended, 0, 1), (end.Kind, end.Exit, end.Left));
        Assert.False(AgentHarness.IsAlive(int.Parse(node.Text(5, isError: false), CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task More_output_than_it_may_write_is_counted_and_left_out()
    {
        await using var node = await StartAsync();
        await node.BeginAsync(5, Shell("head -c 300000 /dev/zero | tr '\\0' x; exit 0", output: 100_000));
        var end = await node.EndOfAsync(5);
        Assert.Equal((0, 200_000), (end.Exit, end.Dropped));
        Assert.Equal(new string('x', 100_000), node.Text(5, isError: false));
    }

    [Fact]
    public async Task A_command_of_an_earlier_life_is_lost_and_what_is_left_of_it_ended_and_it_is_not_run_again()
    {
        await using var node = await StartAsync();
        var command = Shell($"echo $$ >>{node.At("pids")}; echo ready; sleep 1000");
        await node.BeginAsync(5, command);
        await node.NextAsync<CommandOutput>(_ => true);
        await node.CrashAsync();
        // The master gives the order again before the end of what is left is known.
        Assert.Null(await node.BeginAsync(5, command));
        var end = await node.EndOfAsync(5);
        Assert.Equal((CommandEndKind.Lost, "the agent ended while it ran"), (end.Kind, end.Detail));
        Assert.False(AgentHarness.IsAlive(int.Parse(await File.ReadAllTextAsync(node.At("pids"), TestContext.Current.CancellationToken), CultureInfo.InvariantCulture)));
        await node.BeginAsync(5, command);
        Assert.Equal(CommandEndKind.Lost, (await node.EndOfAsync(5)).Kind);
    }

    [Fact]
    public async Task The_end_of_the_agent_ends_its_commands_and_no_more_are_begun()
    {
        await using var node = await StartAsync();
        await node.BeginAsync(5, Shell("echo ready; sleep 1000"));
        await node.NextAsync<CommandOutput>(_ => true);
        await node.StopAsync();
        var end = await node.EndOfAsync(5);
        Assert.Equal((CommandEndKind.Lost, "the agent was stopped while it ran"), (end.Kind, end.Detail));
        Assert.Equal(NodeRefusalKind.Stopping, (await node.BeginAsync(6, Shell("true")))!.Kind);
    }
}
