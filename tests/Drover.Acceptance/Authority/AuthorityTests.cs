using Drover.Acceptance.Running;

namespace Drover.Acceptance.Authority;

/// <summary>Who may do what is decided by the credentials of the socket. Other users are played with <c>setpriv</c>, which needs root.</summary>
public sealed class AuthorityTests : IDisposable
{
    private const string Nobody = "65534", Admins = "daemon", LuxiGroup = "bin";

    private readonly Sandbox _sandbox = new();
    private readonly Daemon _daemon;

    public AuthorityTests()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Acting as another user needs root.");
        _daemon = Daemon.Start(_sandbox, "--admin-group", Admins, "--luxi-group", LuxiGroup);
    }

    public void Dispose()
    {
        _daemon?.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public void Somebody_else_may_look_but_changes_nothing()
    {
        var id = _daemon.Http.SubmitDelay(0.01, ",\"comment\":\"between us\"");
        _daemon.Http.WaitForEnd(id);
        Assert.Equal(["node1"], As([], "get", "nodes", "-o", "name").Expect(0).Lines);
        Assert.Contains("TEST_DELAY", As([], "get", "jobs").Expect(0).Output, StringComparison.Ordinal);
        string[][] changes =
        [
            ["submit", "test-delay", "duration=0.01"], ["cancel", $"{id}"], ["priority", $"{id}", "1"], ["archive", $"{id}"], ["drain", "on"],
            ["audit", "verify"], ["logs", $"{id}"],
        ];
        foreach (var change in changes)
            Assert.Contains("drover: ", As([], change).Expect(7).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("between us", As([], "get", "jobs", "-c", "*", "-o", "jsonl").All, StringComparison.Ordinal);
        Assert.DoesNotContain("between us", As([], "show", $"{id}").All, StringComparison.Ordinal);
        Assert.DoesNotContain("between us", As([], "get", "events", "-c", "*", "-o", "jsonl").All, StringComparison.Ordinal);
        Assert.Single(_daemon.Drover("get", "jobs", "-o", "name").Expect(0).Lines);
    }

    [Fact]
    public void A_member_of_the_admin_group_by_a_supplementary_group_changes_things() =>
        As(["--groups", Admins], "submit", "test-delay", "duration=0.01").Expect(0);

    [Fact]
    public void A_reader_does_not_get_past_the_mode_of_the_LUXI_socket()
    {
        var refused = Command.Run("setpriv", ["--reuid", Nobody, "--regid", Nobody, "--clear-groups", "/usr/bin/python3", "-c",
            $"import socket; socket.socket(socket.AF_UNIX).connect({Quoted(_sandbox.LuxiSocket)})"]);
        Assert.Contains("PermissionError", refused.Error, StringComparison.Ordinal);
        Assert.Equal((UnixFileMode)0b110_110_000, File.GetUnixFileMode(_sandbox.LuxiSocket) & (UnixFileMode)0b111_111_111);
        Assert.Equal((UnixFileMode)0b110_110_110, File.GetUnixFileMode(_sandbox.HttpSocket) & (UnixFileMode)0b111_111_111);
    }

    [Fact]
    public void A_member_of_the_LUXI_group_alone_reads_with_Ganetis_tools_and_changes_nothing()
    {
        var environment = new Dictionary<string, string> { ["GANETI_ROOTDIR"] = _sandbox.GanetiRoot, ["GANETI_HOSTNAME"] = Sandbox.NodeName };
        string[] reader = ["--reuid", Nobody, "--regid", Nobody, "--groups", LuxiGroup];
        Assert.Contains("node1", Command.Run("setpriv", [.. reader, "/usr/sbin/gnt-node", "list"], environment).Expect(0).Output, StringComparison.Ordinal);
        foreach (var change in (string[][])[["gnt-debug", "delay", "0.01"], ["gnt-cluster", "queue", "drain"], ["gnt-job", "cancel", "1"]])
            Assert.NotEqual(0, Command.Run("setpriv", [.. reader, "/usr/sbin/" + change[0], .. change[1..]], environment).ExitCode);
        Assert.Empty(_daemon.Drover("get", "jobs", "-o", "name").Expect(0).Lines);
        Assert.Contains("unset", _daemon.Gnt("gnt-cluster", "queue", "info").Output, StringComparison.Ordinal);
    }

    private static string Quoted(string text) => $"'{text}'";

    private Finished As(string[] groups, params string[] arguments)
    {
        // A copy in the sandbox: the repository may lie where others cannot go.
        var client = _sandbox.At("drover");
        if (!File.Exists(client))
            File.Copy(Programs.Client, client);
        return Command.Run("setpriv", ["--reuid", Nobody, "--regid", Nobody, .. groups.Length > 0 ? groups : ["--clear-groups"], client, .. arguments],
            new Dictionary<string, string> { ["DROVER_SOCKET"] = _sandbox.HttpSocket, ["HOME"] = "/" });
    }
}
