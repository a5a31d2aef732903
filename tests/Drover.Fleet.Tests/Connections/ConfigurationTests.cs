using System.Text;
using Drover.Fleet.Tests.Hosts;
using Drover.Nodes.Configuration;
using Drover.NodeWire;
using Drover.NodeWire.Protocol;
using Drover.Tests.Shared;

namespace Drover.Fleet.Tests.Connections;

/// <summary>What a node is to keep of the configuration comes to its agent at each change and at each connection.</summary>
public sealed class ConfigurationTests
{
    [Fact]
    public async Task Files_are_told_when_they_change_and_when_the_agent_comes()
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        master.Node("n2").Configuration.Keep(Files("n1"));
        var root = Path.Combine(master.Directory, "root");
        var file = Path.Combine(root, "var/lib/ganeti/ssconf_master_node");
        await using (var agent = new AgentHost(identity, master.Directory, root))
        {
            await agent.LineAsync(2541, Files("n1").Hash);
            Assert.Equal("n1", File.ReadAllText(file));
            master.Node("n2").Configuration.Keep(Files("n3"));
            await agent.LineAsync(2541, Files("n3").Hash);
            master.Node("n2").Configuration.Keep(null);
        }
        File.Delete(file);
        master.Node("n2").Configuration.Keep(Files("n4"));
        await using var again = new AgentHost(identity, master.Directory, root);
        await again.LineAsync(2541, Files("n4").Hash);
        Assert.Equal("n4", File.ReadAllText(file));
        Assert.Null(master.Node("n2").Configuration.Problem);
    }

    [Fact]
    public async Task What_candidates_hold_comes_with_them_and_one_that_is_too_long_is_left_out_and_told_of()
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        var copy = master.Node("n2").Configuration;
        copy.Keep(Files("n1", "{}"));
        var root = Path.Combine(master.Directory, "root");
        var file = Path.Combine(root, "var/lib/ganeti/config.data");
        await using var agent = new AgentHost(identity, master.Directory, root);
        await agent.LineAsync(2541, Files("n1").Hash);
        Assert.Equal("{}", File.ReadAllText(file));
        copy.Keep(Files("n1", "{1}"));
        await Soon.HoldsAsync(() => File.ReadAllText(file) == "{1}");
        copy.Keep(Files("n3", new string('1', 4 << 20)));
        await agent.LineAsync(2541, Files("n3").Hash);
        await Soon.HoldsAsync(() => copy.Problem?.Contains("does not fit into a message", StringComparison.Ordinal) == true);
        Assert.Equal("{1}", File.ReadAllText(file));
        copy.Keep(Files("n3", ""));
        await Soon.HoldsAsync(() => copy.Problem is null && !File.Exists(file));
    }

    [Fact]
    public async Task An_agent_writes_them_anew_when_it_is_asked_to()
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        var copy = master.Node("n2").Configuration;
        Assert.Null(await copy.GiveAnewAsync(MasterHost.Token));
        copy.Keep(Files("n1"));
        Assert.Contains("it is away", await copy.GiveAnewAsync(MasterHost.Token), StringComparison.Ordinal);
        var root = Path.Combine(master.Directory, "root");
        var file = Path.Combine(root, "var/lib/ganeti/ssconf_master_node");
        await using var agent = new AgentHost(identity, master.Directory, root);
        await agent.LineAsync(2541, Files("n1").Hash);
        File.Delete(file);
        Assert.Null(await copy.GiveAnewAsync(MasterHost.Token));
        Assert.Equal("n1", File.ReadAllText(file));
        File.Delete(file);
        Directory.CreateDirectory(file);
        Assert.Contains(file, await copy.GiveAnewAsync(MasterHost.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_agent_that_cannot_write_them_says_so()
    {
        await using var master = await MasterHost.StartAsync();
        var identity = await master.JoinAsync("n2");
        var root = Path.Combine(master.Directory, "root");
        File.WriteAllText(root, "");
        master.Node("n2").Configuration.Keep(Files("n1"));
        await using var agent = new AgentHost(identity, master.Directory, root);
        await master.LineAsync(2446, root);
        Assert.Contains(root, master.Node("n2").Configuration.Problem, StringComparison.Ordinal);
        File.Delete(root);
        master.Node("n2").Configuration.Keep(Files("n3"));
        await agent.LineAsync(2541, Files("n3").Hash);
        await Soon.HoldsAsync(() => master.Node("n2").Configuration.Problem is null);
    }

    [Fact]
    public async Task An_agent_that_keeps_no_such_files_is_told_nothing_and_a_late_word_counts_no_more()
    {
        await using var master = await MasterHost.StartAsync();
        using var agent = await RawAgent.ConnectAsync(master, await master.JoinAsync("n2"));
        await master.SessionAsync("n2");
        var node = master.Node("n2");
        node.Configuration.Keep(Files("n1"));
        Assert.Null(node.Configuration.OnKept(new ConfigurationKept { Hash = Files("n0").Hash, Problem = "full" }));
        Assert.Null(node.Configuration.Problem);
        Assert.Equal("full", node.Configuration.OnKept(new ConfigurationKept { Hash = Files("n1").Hash, Problem = "full" }));
        // What comes next is a call, and no files.
        var asked = node.Facts.ReadAsync(MasterHost.Token);
        Assert.Equal(Call.KindOneofCase.Figures, (await agent.AnswerAsync(_ => new Answer { Figures = new Figures() })).KindCase);
        Assert.Null(await asked);
        Assert.DoesNotContain(Capabilities.Configuration, node.Session!.Hello.Capabilities);
    }

    private static ConfigurationFiles Files(string master, string? data = null) =>
        new([KeyValuePair.Create("ssconf_master_node", Encoding.UTF8.GetBytes(master))]) { Data = data is null ? null : Encoding.UTF8.GetBytes(data) };
}
