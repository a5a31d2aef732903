using Drover.Kernel.Jobs;
using Drover.Nodes;
using Drover.Nodes.Presence;
using Drover.Nodes.Services;
using Drover.Services.Tests.Nodes;
using Drover.Tests.Shared;

namespace Drover.Services.Tests.ClusterCltabs;

/// <summary>The master asks all nodes before it hands out a version, and sees to it that each has what it is to have.</summary>
public sealed class RolloutTests
{
    private const string First = "web:a:1:respawn:/bin/a";
    private const string Second = "web:a:1:respawn:/bin/b";

    [Fact]
    public async Task A_version_goes_to_all_nodes_that_are_here_and_to_another_one_when_it_is_back()
    {
        await using var host = await StartAsync();
        host.Other.Presence = new NodePresence(false, 5) { Reason = "it sleeps" };
        Assert.Equal("1", await SetAsync(host, First));
        Assert.Equal([new ClusterCltab(1, First)], host.Own.Given);
        Assert.Empty(host.Other.Given);
        Assert.Equal(["\"n1\" 1 1 \"current\"", "\"n2\" 0 1 \"away\""], await NodesAsync(host));
        host.Other.Presence = new NodePresence(true, 6);
        host.Other.HoldCltab(ClusterCltab.None);
        await Soon.HoldsAsync(() => host.Other.Given.Count == 1);
        Assert.Equal([new ClusterCltab(1, First)], host.Other.Given);
        await Soon.HoldsAsync(() => host.Other.HeldCltab!.Version == 1);
        Assert.Equal(["\"n1\" 1 1 \"current\"", "\"n2\" 1 1 \"current\""], await NodesAsync(host));
    }

    [Fact]
    public async Task A_node_that_refuses_is_named_with_its_reason_and_nothing_is_changed_anywhere()
    {
        await using var host = await StartAsync();
        host.Other.CltabRefusal = new NodeRefusal(NodeRefusalKind.CltabNotTaken, "its disk is full");
        var (status, result, _) = await host.EndAsync(await host.SubmitAsync($$"""{"OP_ID":"OP_CLTAB_SET","text":"{{First}}"}"""));
        Assert.Equal(JobStatus.Error, status);
        Assert.Contains("version 1 of the cluster's cltab is refused by one node, and nothing is changed anywhere. n2: its disk is full", result, StringComparison.Ordinal);
        Assert.Empty(host.Own.Given);
        Assert.Empty(await host.QueryAsync("cltab-version", "version"));
    }

    [Fact]
    public async Task What_stops_too_much_is_asked_back_and_taken_when_it_is_confirmed()
    {
        await using var host = await StartAsync();
        host.Other.ToConfirm = "it stops much (CODE)";
        var (status, result, _) = await host.EndAsync(await host.SubmitAsync($$"""{"OP_ID":"OP_CLTAB_SET","text":"{{First}}"}"""));
        Assert.Equal(JobStatus.Error, status);
        Assert.Contains("n2: it stops much (CODE)\",\"to_confirm\"", result, StringComparison.Ordinal);
        Assert.Equal("1", await SetAsync(host, First, ",\"yes\":true"));
        Assert.Single(host.Other.Given);
    }

    [Fact]
    public async Task A_canary_goes_to_its_nodes_alone_until_it_is_taken_for_all()
    {
        await using var host = await StartAsync();
        await SetAsync(host, First);
        Assert.Equal("2", await SetAsync(host, Second, ",\"nodes\":[\"n2\"]"));
        Assert.Equal(["\"n1\" 1 1 \"current\"", "\"n2\" 2 2 \"canary\""], await NodesAsync(host));
        Assert.Equal(["1 \"current\"", "2 \"canary\""], await VersionsAsync(host));
        var (status, result, _) = await host.EndAsync(await host.SubmitAsync($$"""{"OP_ID":"OP_CLTAB_SET","text":"x:y:1:once:/bin/z"}"""));
        Assert.Equal(JobStatus.Error, status);
        Assert.Contains("Version 2 is being tried on n2", result, StringComparison.Ordinal);
        Assert.Equal("2", await RunAsync(host, """{"OP_ID":"OP_CLTAB_TAKE"}"""));
        Assert.Equal(["\"n1\" 2 2 \"current\"", "\"n2\" 2 2 \"current\""], await NodesAsync(host));
        Assert.Equal(["1 \"old\"", "2 \"current\""], await VersionsAsync(host));
    }

    [Fact]
    public async Task A_canary_that_is_dropped_goes_back_also_where_there_was_none_before()
    {
        await using var host = await StartAsync();
        await SetAsync(host, First, ",\"nodes\":[\"n2\"]");
        Assert.Equal(["\"n1\" 0 0 \"current\"", "\"n2\" 1 1 \"canary\""], await NodesAsync(host));
        Assert.Equal("0", await RunAsync(host, """{"OP_ID":"OP_CLTAB_DROP"}"""));
        Assert.Equal([new ClusterCltab(1, First), ClusterCltab.None], host.Other.Given);
        Assert.Equal(JobStatus.Error, (await host.EndAsync(await host.SubmitAsync("""{"OP_ID":"OP_CLTAB_DROP"}"""))).Status);
        Assert.Equal("2", await SetAsync(host, Second));
    }

    [Theory]
    [InlineData("""{"OP_ID":"OP_CLTAB_SET"}""", "One of 'text' and 'version'")]
    [InlineData("""{"OP_ID":"OP_CLTAB_SET","text":"","version":1}""", "One of 'text' and 'version'")]
    [InlineData("""{"OP_ID":"OP_CLTAB_SET","version":7}""", "Version of the cluster's cltab 7 not found")]
    [InlineData("""{"OP_ID":"OP_CLTAB_SET","text":"","nodes":[]}""", "name the nodes")]
    [InlineData("""{"OP_ID":"OP_CLTAB_SET","text":"","nodes":["n9"]}""", "Node n9 not found")]
    [InlineData("""{"OP_ID":"OP_CLTAB_SET","text":"","nodes":["n2"]}""", "n2 is away (it sleeps)")]
    [InlineData("""{"OP_ID":"OP_CLTAB_TAKE"}""", "No version of the cluster's cltab is being tried")]
    public async Task What_makes_no_sense_changes_nothing_and_says_why(string opcode, string why)
    {
        await using var host = await StartAsync();
        host.Other.Presence = new NodePresence(false, 5) { Reason = "it sleeps" };
        var (status, result, _) = await host.EndAsync(await host.SubmitAsync(opcode));
        Assert.Equal(JobStatus.Error, status);
        Assert.Contains(why, result, StringComparison.Ordinal);
        Assert.Empty(host.Own.Given);
    }

    [Fact]
    public async Task A_trial_says_what_each_node_would_do_and_changes_nothing()
    {
        await using var host = await StartAsync();
        var (status, _, log) = await host.EndAsync(await host.SubmitAsync($$"""{"OP_ID":"OP_CLTAB_SET","text":"{{First}}","dry_run":true}"""));
        Assert.Equal(JobStatus.Success, status);
        Assert.Equal(["\"n1: checked version 1 of the cluster's cltab\"", "\"n2: checked version 1 of the cluster's cltab\""], log);
        Assert.Empty(host.Own.Given);
    }

    [Fact]
    public async Task A_kept_version_counts_again_and_the_same_text_gets_no_other_number()
    {
        await using var host = await StartAsync();
        await SetAsync(host, First);
        await SetAsync(host, Second);
        Assert.Equal("2", await SetAsync(host, Second));
        Assert.Equal("1", await RunAsync(host, """{"OP_ID":"OP_CLTAB_SET","version":1}"""));
        Assert.Equal([1, 2, 1], host.Own.Given.Select(cltab => cltab.Version));
        Assert.Equal("3", await SetAsync(host, Second));
    }

    [Fact]
    public async Task So_many_versions_are_kept_and_the_one_that_counts_besides()
    {
        await using var host = await StartAsync(new() { Versions = 2, Bytes = 100 });
        for (var number = 1; number <= 4; number++)
            await SetAsync(host, $"{First}{number}");
        Assert.Equal(["3 \"old\"", "4 \"current\""], await VersionsAsync(host));
        await RunAsync(host, """{"OP_ID":"OP_CLTAB_SET","version":3}""");
        foreach (var number in new[] { 5, 6 })
            await SetAsync(host, $"{First}{number}", number == 5 ? ",\"nodes\":[\"n2\"]" : "", dropFirst: number == 6);
        Assert.Equal(["5 \"old\"", "6 \"current\""], await VersionsAsync(host));
        Assert.Contains("at most 100 (cltab-size)", (await host.EndAsync(await host.SubmitAsync($$"""{"OP_ID":"OP_CLTAB_SET","text":"{{new string('#', 101)}}"}"""))).Result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_does_not_take_it_in_the_end_is_named_and_shown_and_given_it_again_when_it_tells()
    {
        await using var host = await StartAsync();
        host.Other.Refusal = new NodeRefusal(NodeRefusalKind.Stopping);
        var (status, result, _) = await host.EndAsync(await host.SubmitAsync($$"""{"OP_ID":"OP_CLTAB_SET","text":"{{First}}"}"""));
        Assert.Equal(JobStatus.Error, status);
        Assert.Contains("has not been taken by n2: The daemon is stopping", result, StringComparison.Ordinal);
        Assert.Equal(["\"n1\" 1 1 \"current\"", "\"n2\" 0 1 \"refused\""], await NodesAsync(host));
        host.Other.Refusal = null;
        host.Other.HoldCltab(ClusterCltab.None);
        await Soon.HoldsAsync(() => host.Other.Given.Count == 1);
    }

    private static async Task<ServicesHost> StartAsync(Drover.Services.ClusterCltabs.ClusterCltabOptions? options = null)
    {
        var host = await ServicesHost.StartAsync(cltab: options);
        host.Own.HoldCltab(ClusterCltab.None);
        host.Other.HoldCltab(ClusterCltab.None);
        return host;
    }

    private static async Task<string> SetAsync(ServicesHost host, string text, string more = "", bool dropFirst = false)
    {
        if (dropFirst)
            await RunAsync(host, """{"OP_ID":"OP_CLTAB_DROP"}""");
        return await RunAsync(host, $$"""{"OP_ID":"OP_CLTAB_SET","text":"{{text}}"{{more}}}""");
    }

    private static async Task<string> RunAsync(ServicesHost host, string opcode)
    {
        var (status, result, _) = await host.EndAsync(await host.SubmitAsync(opcode));
        Assert.True(status == JobStatus.Success, result);
        return result;
    }

    private static async Task<string[]> NodesAsync(ServicesHost host) => [.. (await host.QueryAsync("node-cltab", "node,version,wanted,state")).Select(row => string.Join(' ', row))];

    private static async Task<string[]> VersionsAsync(ServicesHost host) => [.. (await host.QueryAsync("cltab-version", "version,state")).Select(row => string.Join(' ', row))];
}
