using Drover.Cluster.Tagging;
using Drover.Locks;

namespace Drover.Cluster.Tests.Tagging;

public sealed class TagTests
{
    [Theory]
    [InlineData("cluster", "")]
    [InlineData("node", "node1")]
    [InlineData("nodegroup", "default")]
    public async Task Tags_are_set_read_and_removed(string kind, string name)
    {
        await using var cluster = await TestCluster.StartAsync();
        string Op(string opId, string tags) => $$"""{"OP_ID":"{{opId}}","kind":"{{kind}}","name":"{{name}}"{{tags}}}""";
        (await cluster.RunAsync(Op("OP_TAGS_SET", ""","tags":["two","one","two"]"""))).Succeeded();
        Assert.Equal(["one", "two"], Tags.Of(cluster.State, kind, name));
        (await cluster.RunAsync(Op("OP_TAGS_GET", ""))).Succeeded("""["one","two"]""");
        (await cluster.RunAsync(Op("OP_TAGS_DEL", ""","tags":["one"]"""))).Succeeded();
        Assert.Equal(["two"], Tags.Of(cluster.State, kind, name));
    }

    [Fact]
    public async Task Setting_what_is_set_already_changes_nothing()
    {
        await using var cluster = await TestCluster.StartAsync();
        const string Set = """{"OP_ID":"OP_TAGS_SET","kind":"cluster","tags":["one"]}""";
        (await cluster.RunAsync(Set)).Succeeded();
        var serial = cluster.State.Cluster().SerialNo;
        (await cluster.RunAsync(Set)).Succeeded();
        Assert.Equal((2, serial), (serial, cluster.State.Cluster().SerialNo));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("line\\n")]
    [InlineData("semi;colon")]
    public async Task A_tag_with_other_characters_is_refused(string tag)
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync($$"""{"OP_ID":"OP_TAGS_SET","kind":"cluster","tags":["{{tag}}"]}""")).Refused("TagError", null);
        Assert.Empty(cluster.State.Cluster().Tags);
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void A_tag_has_128_characters_at_most(int length, bool isValid) => Assert.Equal(isValid, Tags.Problem(new string('x', length)) is null);

    [Fact]
    public async Task An_object_has_4096_tags_at_most()
    {
        await using var cluster = await TestCluster.StartAsync();
        var tags = string.Join(',', Enumerable.Range(0, 4096).Select(i => $"\"t{i}\""));
        (await cluster.RunAsync($$"""{"OP_ID":"OP_TAGS_SET","kind":"cluster","tags":[{{tags}}]}""")).Succeeded();
        (await cluster.RunAsync("""{"OP_ID":"OP_TAGS_SET","kind":"cluster","tags":["one-more"]}""")).Refused("TagError", null, "4096", "tags");
    }

    [Fact]
    public async Task Removing_a_tag_that_is_not_there_is_refused_and_removes_nothing()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_TAGS_SET","kind":"cluster","tags":["one"]}""")).Succeeded();
        (await cluster.RunAsync("""{"OP_ID":"OP_TAGS_DEL","kind":"cluster","tags":["one","two"]}"""))
            .Refused("OpPrereqError", "unknown_entity", "'two'");
        Assert.Equal(["one"], cluster.State.Cluster().Tags);
    }

    [Theory]
    [InlineData("node")]
    [InlineData("nodegroup")]
    [InlineData("instance")]
    [InlineData("network")]
    public async Task An_object_that_does_not_exist_is_refused(string kind)
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync($$"""{"OP_ID":"OP_TAGS_SET","kind":"{{kind}}","name":"nowhere","tags":["x"]}"""))
            .Refused("OpPrereqError", "unknown_entity", "nowhere");
        (await cluster.RunAsync($$"""{"OP_ID":"OP_TAGS_GET","kind":"{{kind}}"}""")).Refused("OpPrereqError", "wrong_input", "'name'");
    }

    [Fact]
    public async Task A_search_finds_tags_of_all_objects_with_their_paths()
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync("""{"OP_ID":"OP_TAGS_SET","kind":"cluster","tags":["one","other"]}""")).Succeeded();
        (await cluster.RunAsync("""{"OP_ID":"OP_TAGS_SET","kind":"node","name":"node1","tags":["prod:one"]}""")).Succeeded();
        (await cluster.RunAsync("""{"OP_ID":"OP_TAGS_SEARCH","pattern":"one$"}""")).Succeeded("""[["/cluster","one"],["/nodes/node1","prod:one"]]""");
        (await cluster.RunAsync("""{"OP_ID":"OP_TAGS_SEARCH","pattern":"("}""")).Refused("OpPrereqError", "wrong_input", "pattern");
        Assert.Equal(
            [["\"cluster\"", "\"gntcluster\"", "\"one\""], ["\"cluster\"", "\"gntcluster\"", "\"other\""], ["\"node\"", "\"node1\"", "\"prod:one\""]],
            await cluster.QueryAsync("tag", "kind,name,tag"));
    }

    [Fact]
    public async Task Tags_of_a_node_are_changed_under_its_lock()
    {
        await using var cluster = await TestCluster.StartAsync();
        var delay = await cluster.SubmitAsync("""{"OP_ID":"OP_TEST_DELAY","duration":1,"no_locks":false}""");
        await cluster.UntilAsync(delay, s => s == Kernel.Jobs.JobStatus.Running);
        var tags = await cluster.SubmitAsync("""{"OP_ID":"OP_TAGS_SET","kind":"node","name":"node1","tags":["x"]}""");
        await cluster.UntilAsync(tags, s => s == Kernel.Jobs.JobStatus.Waiting);
        Assert.Equal(
            LockSet.Empty.With("cluster", "BGL", LockMode.Shared).With("node", cluster.Master.Uuid, LockMode.Exclusive),
            cluster.State.Locks.Waiting(tags)!.Set);
    }
}
