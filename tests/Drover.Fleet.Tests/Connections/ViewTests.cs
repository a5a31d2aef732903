using System.Text.Json;
using Drover.Fleet.Connections;
using Drover.Fleet.Tests.Hosts;
using Drover.NodeAgent.Connecting;
using Drover.NodeWire.Protocol;
using Drover.Nodes.Services;
using Drover.Tests.Shared;
using Google.Protobuf;
using GroupRow = Drover.Nodes.Services.GroupRow;
using ProcessRow = Drover.Nodes.Services.ProcessRow;

namespace Drover.Fleet.Tests.Connections;

/// <summary>A master has the same rows as the node, by what is different from one view to the next.</summary>
public sealed class ViewTests
{
    private static readonly string[] s_names = ["a", "b", "a/b", "", "c%2F"];

    [Fact]
    public void After_each_view_of_a_random_history_both_have_the_same_rows()
    {
        for (var seed = 1; seed <= TestScale.Of(50); seed++)
        {
            var random = new Random(seed);
            var there = new RemoteView("n2", most: 1 << 20);
            var feed = new ViewFeed();
            for (var version = 1; version <= 40; version++)
            {
                // A new connection begins anew; what the master has is of the one before.
                if (random.Next(10) == 0)
                    feed = new ViewFeed();
                var view = Draw(random, version);
                if (feed.Next(view) is { } update)
                    there.Take(ServicesUpdate.Parser.ParseFrom(update.ToByteArray()));
                Assert.True(Text(view) == Text(there.Current), $"seed {seed}, view {version}: {Text(view)} is there {Text(there.Current)}");
            }
        }
    }

    [Fact]
    public void What_is_the_same_is_not_told_again()
    {
        var feed = new ViewFeed();
        Assert.True(feed.Next(new ServicesView(1, [], []))!.Whole);
        Assert.Null(feed.Next(new ServicesView(2, [], [])));
        Assert.Equal(2, feed.Next(new ServicesView(3, [Group("a", 1), Group("b", 1)], []))!.Groups.Count);
        var update = feed.Next(new ServicesView(4, [Group("a", 1), Group("b", 2)], []))!;
        Assert.Equal("b", Assert.Single(update.Groups).Name);
        Assert.False(update.Whole);
        Assert.Null(feed.Next(new ServicesView(5, [Group("a", 1), Group("b", 2)], [])));
    }

    [Fact]
    public async Task Rows_of_an_agent_are_seen_at_the_master()
    {
        await using var master = await MasterHost.StartAsync();
        await using var agent = new AgentHost(await master.JoinAsync("n2"), master.Directory);
        agent.Node.Show([Group("g", 3)], [Process("g", "t", 4)]);
        await master.SessionAsync("n2");
        var services = master.Node("n2").Services;
        await Soon.HoldsAsync(() => services.View.Processes.Count == 1);
        Assert.Equal(Text(agent.Node.View), Text(services.View));
        agent.Node.Show([Group("g", 3)], []);
        await Soon.HoldsAsync(() => services.View.Processes.Count == 0);
        Assert.Equal(["\"n2\""], await master.QueryAsync("service-group", "node"));
    }

    private static ServicesView Draw(Random random, int version) => new(
        version,
        [.. s_names.Where(_ => random.Next(2) == 0).Order(StringComparer.Ordinal).Select(name => Group(name, random.Next(3)))],
        [.. s_names.SelectMany(group => s_names.Select(tag => (group, tag))).Where(_ => random.Next(3) == 0).OrderBy(entry => ProcessKey.NameOf(entry.group, entry.tag), StringComparer.Ordinal)
            .Select(entry => Process(entry.group, entry.tag, random.Next(3)))]);

    private static GroupRow Group(string name, int running) => new("n2", name, "1", null, "DONE", "PASSED", running == 0 ? "why" : null, 5, 2, running, 0, []) { Levels = ["1", "2"] };

    private static ProcessRow Process(string group, string tag, int pid) => new("n2", group, tag, "respawn", "RUNNING", pid, "1", 0, pid == 0 ? "exit 1" : null, null, 5, null, "true", "log", null);

    private static string Text(ServicesView view) => JsonSerializer.Serialize(new { view.Groups, view.Processes });
}
