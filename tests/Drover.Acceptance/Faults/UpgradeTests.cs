using Drover.Acceptance.Running;

namespace Drover.Acceptance.Faults;

/// <summary>A state directory that the version before left behind is taken over with all that is in it.</summary>
public sealed class UpgradeTests : IDisposable
{
    private static readonly string[] s_cltab =
    [
        "web:dirs:12:wait:/bin/true", "web:httpd:12:respawn:/bin/sleep 100000", "web:warm:2:once:/bin/sleep 100000", "web:check:t:test:/bin/true",
        "db:main:1:respawn:/bin/sleep 100000", "slow:never:1:wait:/bin/sleep 100000",
    ];

    private readonly Sandbox _sandbox = new();

    public UpgradeTests()
    {
        Directory.CreateDirectory(_sandbox.State, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var dump = Path.Combine(AppContext.BaseDirectory, "testdata", "format-1.sql");
        Command.Run("python3", ["-c", "import sqlite3,sys; db = sqlite3.connect(sys.argv[1]); db.execute('PRAGMA journal_mode=WAL'); db.executescript(open(sys.argv[2]).read())",
            Path.Combine(_sandbox.State, "store.db"), dump]).Expect(0);
        File.WriteAllLines(_sandbox.At("cltab"), s_cltab);
        File.SetUnixFileMode(_sandbox.At("cltab"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Jobs_groups_processes_and_audit_are_whole()
    {
        using var daemon = Daemon.Start(_sandbox, "--cltab", _sandbox.At("cltab"));
        Assert.Contains("upgraded from format 1 to format 2", daemon.Log, StringComparison.Ordinal);
        Assert.Contains("replayed", daemon.Drover("audit", "verify", "--replay").Expect(0).Output, StringComparison.Ordinal);

        var jobs = daemon.Drover("get", "jobs", "-c", "id,archived,owner", "-o", "jsonl").Expect(0).Lines;
        Assert.Equal(20, jobs.Length);
        Assert.Equal(2, jobs.Count(line => line.Contains("\"archived\":true", StringComparison.Ordinal)));
        Assert.Equal("error", daemon.Http.Status(12));
        Assert.Equal("canceled", daemon.Http.Status(17));
        Assert.Equal("success", daemon.Http.Status(13));
        // What ran when the old daemon was killed ends by its recovery rule, and what waited for it runs.
        Assert.Equal("error", daemon.Http.WaitForEnd(14));
        Assert.Equal("error", daemon.Http.WaitForEnd(18));
        Assert.Equal("success", daemon.Http.WaitForEnd(19));
        Assert.Contains("DONE", daemon.Drover("logs", "1").Expect(0).Output, StringComparison.Ordinal);

        Assert.Equal(["db", "slow", "web"], daemon.Drover("get", "groups", "-c", "name", "-o", "name").Expect(0).Lines.Order(StringComparer.Ordinal));
        Assert.Equal(6, daemon.Drover("get", "processes", "-o", "name").Expect(0).Lines.Length);
        daemon.Drover("tell", "web", "2").Expect(0);
        Assert.Contains("alpha", daemon.Gnt("gnt-cluster", "list-tags").Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("rack1", daemon.Gnt("gnt-group", "list", "--no-headers", "-o", "name").Expect(0).Output, StringComparison.Ordinal);
        Assert.Single(daemon.Gnt("gnt-filter", "list", "--no-headers", "-o", "uuid").Expect(0).Lines);

        Assert.Contains("replayed", daemon.Drover("audit", "verify", "--replay").Expect(0).Output, StringComparison.Ordinal);
        daemon.StopCleanly();
    }

    [Fact]
    public void A_token_of_before_still_answers_with_its_job()
    {
        using var daemon = Daemon.Start(_sandbox);
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "The tokens belong to root.");
        var (status, body) = daemon.Http.Post("/v1/jobs", """{"ops":[{"OP_ID":"OP_TEST_DELAY","duration":0.001}],"token":"first"}""");
        Assert.True(status is 200 or 201, $"{status} {body}");
        Assert.Contains("\"id\":5", body, StringComparison.Ordinal);
    }
}
