using Drover.Acceptance.Running;

namespace Drover.Acceptance.Ganeti;

/// <summary>Debian's <c>gnt-filter</c> against the daemon.</summary>
public sealed class GntFilterTests(GanetiDaemon ganeti) : IClassFixture<GanetiDaemon>
{
    private Daemon Daemon => ganeti.Daemon;

    [Fact]
    public void A_filter_is_added_shown_replaced_and_deleted()
    {
        var id = Add("5", """[["reason", ["=", "source", "gnt:watcher"]]]""", "PAUSE");
        Assert.Equal([id], Daemon.Gnt("gnt-filter", "list", "--no-headers", "-o", "uuid").Expect(0).Lines);
        var row = Daemon.Gnt("gnt-filter", "list").Row(id);
        Assert.Equal("5", row[2]);
        Assert.Contains("PAUSE", row);
        var info = Daemon.Gnt("gnt-filter", "info", id).Expect(0);
        Assert.Contains($"UUID: {id}", info.Output, StringComparison.Ordinal);
        Assert.Contains("Predicates: [['reason', ['==', 'source', 'gnt:watcher']]]", info.Output, StringComparison.Ordinal);
        Daemon.Gnt("gnt-filter", "replace", "--priority=7", "--predicates=[]", "--action=CONTINUE", id).Expect(0);
        Assert.Contains("Action: CONTINUE", Daemon.Gnt("gnt-filter", "info", id).Expect(0).Output, StringComparison.Ordinal);
        Daemon.Gnt("gnt-filter", "delete", id).Expect(0);
        Assert.Empty(Daemon.Gnt("gnt-filter", "list", "--no-headers").Expect(0).Lines);
    }

    [Fact]
    public void A_pausing_filter_holds_jobs_until_it_is_deleted()
    {
        var id = Add("0", """[["opcode", ["=", "OP_ID", "OP_TEST_DELAY"]]]""", "PAUSE");
        var job = Daemon.Http.SubmitDelay(0.05);
        Daemon.Gnt("gnt-cluster", "add-tags", "after").Expect(0);
        Assert.Equal("queued", Daemon.Http.Status(job));
        Daemon.Gnt("gnt-filter", "delete", id).Expect(0);
        Assert.Equal("success", Daemon.Http.WaitForEnd(job));
    }

    [Fact]
    public void A_rejecting_filter_cancels_jobs()
    {
        var id = Add("0", """[["opcode", ["=", "OP_ID", "OP_TEST_DELAY"]]]""", "REJECT");
        Assert.Equal("canceled", Daemon.Http.WaitForEnd(Daemon.Http.SubmitDelay(0.05)));
        Daemon.Gnt("gnt-filter", "delete", id).Expect(0);
    }

    [Fact]
    public void Deleting_an_unknown_filter_says_so()
    {
        var refused = Daemon.Gnt("gnt-filter", "delete", "11111111-2222-3333-4444-555555555555").Expect(1);
        Assert.Contains("does not exist", refused.All, StringComparison.Ordinal);
    }

    private string Add(string priority, string predicates, string action) =>
        Daemon.Gnt("gnt-filter", "add", $"--priority={priority}", $"--predicates={predicates}", $"--action={action}", "--reason=test").Expect(0).Output.Trim();
}
