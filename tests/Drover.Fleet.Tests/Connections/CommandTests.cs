using Drover.Fleet.Tests.Hosts;
using Drover.Kernel.Jobs;
using Drover.Nodes;
using Drover.Nodes.Commands;

namespace Drover.Fleet.Tests.Connections;

/// <summary>Commands on a node behind a connection that breaks.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task Output_and_end_come_once_whatever_happens_to_the_connection()
    {
        await using var master = await MasterHost.StartAsync();
        await using var agent = new AgentHost(await master.JoinAsync("n2"), master.Directory);
        var session = await master.SessionAsync("n2");
        var job = await master.SubmitAsync("""{"OP_ID":"OP_NODE_RUN_COMMAND","nodes":["n2"],"command":["a","b c"],"user":"www","timeout":5}""");
        Assert.Equal($"1 ({job},0,0) run a b c as www for 5 s", await agent.Node.Orders.ReadAsync(MasterHost.Token));
        var key = new CommandKey(job, 0, 0);
        agent.Node.Reports.Add(number => new CommandOutput(number, key, false, "one\n"));
        Assert.Equal(1, await agent.Node.Acknowledged.ReadAsync(MasterHost.Token));
        session.End("cut by the test");
        agent.Node.Reports.Add(number => new CommandOutput(number, key, true, "two\n"));
        await master.SessionAsync("n2", session);
        agent.Node.Reports.Add(number => new CommandEnded(number, key, new CommandEnd(CommandEndKind.Ended, Exit: 4)));
        var (status, result, log) = await master.EndAsync(job);
        Assert.Equal((JobStatus.Success, """{"n2":4}"""), (status, result));
        Assert.Equal(["\"one\\n\"", "\"two\\n\""], log);
    }
}
