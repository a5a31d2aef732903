using Drover.Nodes.Services;
using Drover.Services.Cltab;
using Drover.Services.Supervision;

namespace Drover.Services.Tests.Supervision;

/// <summary>Files that a cltab includes count, settle, are kept and undone with it.</summary>
public sealed class IncludedCltabTests
{
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(250);
    private static readonly string[] s_cltab = ["g:a:1:respawn:/bin/a", $":::include:{SupervisedNode.Included}"];

    [Fact]
    public async Task A_file_that_is_put_into_the_directory_is_taken_by_the_next_tell_once_it_has_stood_still()
    {
        await using var node = await AtWorkAsync();
        node.WritesNow = true;
        node.Include("20.cltab", "g:c:1:respawn:/bin/c");
        var order = node.NewOrder();
        var telling = node.Supervisor.TellAsync(order, "g", "1", node.Token);
        await node.Clock.WaitForSingleTimerAsync(s_settle, node.Token);
        Assert.False(telling.IsCompleted);
        node.Clock.Advance(s_settle);
        Assert.Null(await telling);
        await node.EndAsync(order);
        Assert.Equal(3, (await node.UntilAsync("g", "DONE")).Running);
    }

    [Fact]
    public async Task An_error_in_an_included_file_names_it()
    {
        await using var node = await AtWorkAsync();
        node.Include("10.cltab", "g:b:1:respawn:/bin/b", "h:d:1:bogus:/bin/d");
        var report = await node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Asking, node.Token);
        Assert.Contains(report.Lines, line => line.StartsWith($"{SupervisedNode.Included}/10.cltab:2:7: error: unknown mode 'bogus'", StringComparison.Ordinal));
        Assert.StartsWith($"{SupervisedNode.Included}/10.cltab:2:7: ", Assert.Single(node.Log.Lines, line => line.Id == 1331).Text, StringComparison.Ordinal);
        Assert.StartsWith($"{SupervisedNode.Included}/10.cltab:2:7: ", (await node.Supervisor.TellAsync(node.NewOrder(), "h", "1", node.Token))!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_in_the_cltab_is_known_until_it_is_mended()
    {
        await using var node = await AtWorkAsync();
        Assert.Null(node.Supervisor.CltabErrors);
        node.Include("10.cltab", "g:b:1:bogus:/bin/b", "h:d:1:bogus:/bin/d");
        await node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Asking, node.Token);
        Assert.Equal(
            "/etc/cltab has 2 errors; the group 'g' goes on by its definition of before; the group 'h' was never good and can be told no level. "
            + $"The first: {SupervisedNode.Included}/10.cltab:1:7: error: unknown mode 'bogus'; use once, wait, respawn, off or test", node.Supervisor.CltabErrors);
        node.Include("10.cltab", "g:b:1:respawn:/bin/b");
        await node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Asking, node.Token);
        Assert.Null(node.Supervisor.CltabErrors);
    }

    [Fact]
    public async Task The_next_daemon_knows_the_included_files_and_an_undo_puts_them_back()
    {
        await using var node = await AtWorkAsync();
        node.Include("10.cltab", "g:b:1:respawn:/bin/other");
        Assert.Null((await node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Asking, node.Token)).Refusal);
        await node.UntilAsync("g/b", row => row is { Command: "/bin/other", State: "UP" });
        await node.RestartAsync();
        Assert.True((await node.Supervisor.TakeCltabAsync(node.NewOrder(), CltabTaking.Undo, node.Token)).HasChanges);
        await node.UntilAsync("g/b", row => row is { Command: "/bin/b", State: "UP" });
        await node.RestartAsync();
        Assert.Contains("undone", node.Supervisor.CltabNotTaken, StringComparison.Ordinal);
        await node.BringAsync("g", "1");
        Assert.Equal("/bin/b", (await node.UntilAsync("g/b", row => row.State == "UP")).Command);
    }

    [Fact]
    public async Task Of_a_cltab_that_somebody_gives_only_directories_are_looked_into_that_are_included_already()
    {
        await using var node = await AtWorkAsync();
        var report = await node.Supervisor.CheckAsync(string.Join('\n', [.. s_cltab, ":::include:/home/eve"]), "new", node.Token);
        Assert.Equal(["new:3:1: warning: /home/eve was not looked into: the cltab in force does not include it", "g: level 1, nothing to do"], report.Lines.Take(2));
        Assert.False(report.HasChanges);
    }

    [Theory]
    [InlineData("{\"boot_id\":\"B\",\"taken\":\"Zzph\",\"levels\":{}}", "g:a", "")]
    [InlineData("{\"boot_id\":\"B\",\"taken\":\"Zzph\",\"taken_included\":[{\"path\":\"/d/1\",\"bytes\":\"aDpi\"}],\"levels\":{}}", "g:a", "/d/1=h:b")]
    public void What_is_kept_reads_as_it_was_written_also_by_builds_that_knew_one_file(string json, string main, string included)
    {
        var place = Directory.CreateTempSubdirectory("drover-kept-");
        try
        {
            var path = Path.Combine(place.FullName, "cltab");
            File.WriteAllText(path, json.Replace("Zzph", Convert.ToBase64String("g:a"u8), StringComparison.Ordinal));
            var record = CltabRecord.Open(place.FullName, "B");
            Assert.Equal(main, Text(record.Kept.Taken!.Main));
            Assert.Equal(included, string.Join(' ', record.Kept.Taken.Included.Select(part => $"{part.Path}={Text(part.Bytes)}")));
            var before = File.ReadAllText(path);
            Assert.Null(record.Keep(record.Kept));
            Assert.Equal(before, File.ReadAllText(path));
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes.Span);

    /// <summary>A group at level 1 with an entry of the cltab and one of an included file.</summary>
    private static async Task<SupervisedNode> AtWorkAsync()
    {
        var node = await SupervisedNode.StartAsync();
        node.Write(s_cltab);
        node.Include("10.cltab", "g:b:1:respawn:/bin/b");
        node.Include("10.cltab~", "h:old:1:respawn:/bin/old");
        await node.BringAsync("g", "1");
        Assert.Equal(2, (await node.UntilAsync("g", "DONE")).Running);
        return node;
    }
}
