using Drover.Cluster.Groups;

namespace Drover.Cluster.Tests;

public sealed class NamesTests
{
    [Fact]
    public async Task Names_are_found_as_objects_come_change_and_go()
    {
        await using var cluster = await TestCluster.StartAsync();
        Task StoreAsync(string uuid, string name) =>
            cluster.TamperAsync(d => d.Store(ClusterKinds.Group, uuid, new NodeGroup { Uuid = uuid, Name = name }));
        await StoreAsync("g1", "a");
        await StoreAsync("g2", "b");
        Assert.Equal(("g1", "g2"), (Uuid(cluster, "a"), Uuid(cluster, "b")));
        // They swap their names: the name that one gives up may belong to the other by then.
        await StoreAsync("g1", "b");
        await StoreAsync("g2", "a");
        Assert.Equal(("g2", "g1"), (Uuid(cluster, "a"), Uuid(cluster, "b")));
        await cluster.TamperAsync(d => d.Remove(ClusterKinds.Group, "g2"));
        Assert.Equal((null, "g1"), (Uuid(cluster, "a"), Uuid(cluster, "b")));
        await cluster.CrashAndRestartAsync();
        Assert.Equal((null, "g1"), (Uuid(cluster, "a"), Uuid(cluster, "b")));
    }

    private static string? Uuid(TestCluster cluster, string name) => cluster.State.Objects.FindByName(ClusterKinds.Group, name)?.Uuid;
}
