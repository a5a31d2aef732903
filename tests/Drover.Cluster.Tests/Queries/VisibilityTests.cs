using Drover.Cluster.Vocabulary;
using Drover.Kernel;

namespace Drover.Cluster.Tests.Queries;

public sealed class VisibilityTests
{
    [Fact]
    public async Task What_the_tables_of_the_cluster_show_is_for_everyone_as_with_ganetis_tools()
    {
        await using var cluster = await TestCluster.StartAsync();
        foreach (var resource in new[] { "cluster", "node", "group", "instance", "network", "export", "tag" })
            Assert.All(GanetiFields.Describe(cluster.Host.Model.Resources.Get(resource), null), field => Assert.Equal(Visibility.Everyone, field.Visibility));
        // Fields that are made from a pattern belong to the table as well.
        Assert.Equal(Visibility.Everyone, cluster.Host.Model.Resources.Get("instance").FindDefinition("disk.size/0")!.Visibility);
    }

    [Fact]
    public async Task Of_a_stored_object_events_show_everyone_its_name()
    {
        await using var cluster = await TestCluster.StartAsync();
        foreach (var name in new[] { "cluster", "node", "nodegroup", "instance", "network", "export" })
            Assert.Equal(["name", "uuid"], cluster.Host.Model.Kinds.Single(kind => kind.Name == name).Shown.Members.Keys.Order(StringComparer.Ordinal));
    }
}
