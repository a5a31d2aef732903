using Drover.Kernel.Jobs;
using Drover.Nodes;
using Drover.Nodes.Commands;
using Drover.Services.Tests.Nodes;

namespace Drover.Services.Tests.Commands;

/// <summary>OP_NODE_RUN_COMMAND over fake nodes.</summary>
public sealed class RunCommandTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Output_goes_into_the_log_and_exit_codes_are_the_result()
    {
        await using var host = await ServicesHost.StartAsync();
        var job = await host.SubmitAsync("""{"OP_ID":"OP_NODE_RUN_COMMAND","nodes":["n2"],"command":["uname","-a"],"user":"www","timeout":30}""");
        Assert.Equal($"1 ({job},0,0) run uname -a as www for 30 s", await host.Other.Orders.ReadAsync(Token));
        var key = new CommandKey(job, 0, 0);
        host.Other.Reports.Add(number => new CommandOutput(number, key, false, "Linux\n"));
        host.Other.Reports.Add(number => new CommandOutput(number, key, true, "hm\n"));
        // Not of this node.
        host.Own.Reports.Add(number => new CommandEnded(number, key, new CommandEnd(CommandEndKind.Ended, Exit: 9)));
        host.Other.Reports.Add(number => new CommandEnded(number, key, new CommandEnd(CommandEndKind.Ended, Exit: 3, Dropped: 12, Left: 1)));
        var (status, result, log) = await host.EndAsync(job);
        Assert.Equal((JobStatus.Success, """{"n2":3}"""), (status, result));
        Assert.Equal(["\"Linux\\n\"", "\"hm\\n\"", "\"n2: 12 bytes of its output are left out: more than a command may write (command-output)\"", "\"n2: one process that it had left behind was ended\""], log);
    }

    [Fact]
    public async Task Several_nodes_are_told_apart_and_one_that_fails_keeps_no_other_from_it()
    {
        await using var host = await ServicesHost.StartAsync();
        var job = await host.SubmitAsync("""{"OP_ID":"OP_NODE_RUN_COMMAND","nodes":["n1","n2"],"command":["uptime"]}""");
        Assert.Equal($"1 ({job},0,0) run uptime for 3600 s", await host.Own.Orders.ReadAsync(Token));
        Assert.Equal($"1 ({job},0,2) run uptime for 3600 s", await host.Other.Orders.ReadAsync(Token));
        host.Own.Reports.Add(number => new CommandEnded(number, new CommandKey(job, 0, 0), new CommandEnd(CommandEndKind.Lost, Detail: "the agent ended while it ran")));
        host.Other.Reports.Add(number => new CommandOutput(number, new CommandKey(job, 0, 2), false, "up\nfor long\n"));
        host.Other.Reports.Add(number => new CommandEnded(number, new CommandKey(job, 0, 2), new CommandEnd(CommandEndKind.Ended, Signal: 9)));
        var (status, result, log) = await host.EndAsync(job);
        Assert.Equal(JobStatus.Error, status);
        Assert.Equal("""["OpExecError",["1 of 2 nodes failed: n1: lost: the agent ended while it ran","lost"]]""", result);
        Assert.Equal(["\"n2: up\\nn2: for long\\n\"", "\"n2: exit 137\""], log);
    }

    [Fact]
    public async Task A_node_that_heeds_no_bound_of_output_does_not_fill_the_log()
    {
        await using var host = await ServicesHost.StartAsync();
        var job = await host.SubmitAsync("""{"OP_ID":"OP_NODE_RUN_COMMAND","nodes":["n2"],"command":["yes"]}""");
        await host.Other.Orders.ReadAsync(Token);
        var key = new CommandKey(job, 0, 0);
        // Three times command-output: bytes that are no text are told by a sign of three.
        for (var megabytes = 0; megabytes < 6; megabytes++)
            host.Other.Reports.Add(number => new CommandOutput(number, key, false, new string('y', 1 << 20)));
        host.Other.Reports.Add(number => new CommandEnded(number, key, new CommandEnd(CommandEndKind.Ended, Exit: 0)));
        var (_, _, log) = await host.EndAsync(job);
        Assert.Equal(4, log.Length);
        Assert.Equal("\"n2: it sends more output than it was told to (command-output); the rest is left out\"", log[3]);
    }

    [Theory]
    [InlineData(NodeRefusalKind.NoCommands, "--no-commands", "it takes no commands (--no-commands)")]
    [InlineData(NodeRefusalKind.TooManyCommands, "--commands 32", "as many commands run there already as may at a time (--commands 32)")]
    public async Task What_a_node_refuses_says_how_commands_are_bounded_there(NodeRefusalKind kind, string detail, string words)
    {
        await using var host = await ServicesHost.StartAsync();
        host.Other.Refusal = new NodeRefusal(kind, detail);
        var (status, result, _) = await host.EndAsync(await host.SubmitAsync("""{"OP_ID":"OP_NODE_RUN_COMMAND","nodes":["n2"],"command":["uptime"]}"""));
        Assert.Equal(JobStatus.Error, status);
        Assert.Contains($"n2: {words}", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_job_ends_its_command()
    {
        await using var host = await ServicesHost.StartAsync();
        var job = await host.SubmitAsync("""{"OP_ID":"OP_NODE_RUN_COMMAND","nodes":["n2"],"command":["sleep","1000"]}""");
        await host.Other.Orders.ReadAsync(Token);
        await host.CancelAsync(job);
        Assert.StartsWith($"1 ({job},0,1) end ({job},0,0): ", await host.Other.Orders.ReadAsync(Token), StringComparison.Ordinal);
        Assert.Equal(JobStatus.Canceled, (await host.EndAsync(job)).Status);
    }

    [Fact]
    public async Task An_agent_that_begins_anew_is_given_the_order_again()
    {
        await using var host = await ServicesHost.StartAsync();
        var job = await host.SubmitAsync("""{"OP_ID":"OP_NODE_RUN_COMMAND","nodes":["n2"],"command":["id"]}""");
        var first = await host.Other.Orders.ReadAsync(Token);
        host.Other.BeginAnew();
        Assert.Equal(first, await host.Other.Orders.ReadAsync(Token));
        host.Other.Reports.Add(number => new CommandEnded(number, new CommandKey(job, 0, 0), new CommandEnd(CommandEndKind.Ended, Exit: 0)));
        Assert.Equal(JobStatus.Success, (await host.EndAsync(job)).Status);
    }

    [Theory]
    [InlineData("""{"nodes":[],"command":["id"]}""", "Parameter 'nodes' is empty")]
    [InlineData("""{"nodes":["n2","n2"],"command":["id"]}""", "n2 stands there twice")]
    [InlineData("""{"nodes":["n2"],"command":[]}""", "Parameter 'command' is empty")]
    [InlineData("""{"nodes":["n2","n9"],"command":["id"]}""", "There is no node 'n9'")]
    [InlineData("""{"nodes":["n2"],"command":["a\u0000b"]}""", "NUL")]
    public async Task A_wrong_order_runs_nothing(string opcode, string problem)
    {
        await using var host = await ServicesHost.StartAsync();
        var (status, result, _) = await host.EndAsync(await host.SubmitAsync($$"""{"OP_ID":"OP_NODE_RUN_COMMAND",{{opcode[1..]}}"""));
        Assert.Equal(JobStatus.Error, status);
        Assert.Contains(problem, System.Text.RegularExpressions.Regex.Unescape(result), StringComparison.Ordinal);
        Assert.False(host.Other.Orders.TryRead(out _));
    }
}
