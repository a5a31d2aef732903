using System.Net;
using System.Net.Sockets;
using Drover.Daemon;
using Drover.Daemon.Mastership;
using Drover.Daemon.Settings;

namespace Drover.Web.Tests.Daemon;

public sealed class MasterClaimTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("drw").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData(null)]
    [InlineData("n1\n")]
    public async Task The_master_and_a_node_of_a_new_cluster_start(string? file)
    {
        if (file is not null)
            Write(file);
        await CheckAsync("--node", "n1");
    }

    [Fact]
    public async Task Another_master_ends_the_start_unless_this_node_takes_over()
    {
        Write("n2\n");
        var error = await Assert.ThrowsAsync<DroverException>(() => CheckAsync("--node", "n1"));
        Assert.Equal(("MASTER_ELSEWHERE", 11), (error.Code, ExitCode.Of(error)));
        Assert.Contains("'n2'", error.Message, StringComparison.Ordinal);
        await CheckAsync("--node", "n1", "--take-over");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_says_nothing_ends_the_start(bool isDirectory)
    {
        if (isDirectory)
            Directory.CreateDirectory(Path.Combine(_root, "var/lib/ganeti/ssconf_master_node"));
        else
            Write(" \n");
        var error = await Assert.ThrowsAsync<DroverException>(() => CheckAsync("--node", "n1"));
        Assert.Equal(("MASTER_UNKNOWN", 12), (error.Code, ExitCode.Of(error)));
    }

    [Fact]
    public async Task The_own_name_must_resolve_where_the_tools_of_the_machine_look()
    {
        var error = await Assert.ThrowsAsync<DroverException>(() => MasterClaim.CheckAsync(Load("--node", "n1", "--ganeti-root", "/"), NoName, TestContext.Current.CancellationToken));
        Assert.Equal(("MASTER_UNKNOWN", 12), (error.Code, ExitCode.Of(error)));
        Assert.Contains("'n1'", error.Message, StringComparison.Ordinal);
        // Below another root it is only given.
        await CheckAsync("--node", "n1");
        await MasterClaim.CheckAsync(Load("--node", "n1"), NoName, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("YES\n", true)]
    [InlineData("yes\n", false)]
    [InlineData(" YES\n", false)]
    [InlineData("", false)]
    public void Only_one_word_starts_without_a_vote(string answer, bool starts)
    {
        using var output = new StringWriter();
        Assert.Equal(starts, MasterClaim.IsMeant(new StringReader(answer), output));
        Assert.Contains("Type YES", output.ToString(), StringComparison.Ordinal);
    }

    private Task CheckAsync(params string[] arguments) =>
        MasterClaim.CheckAsync(Load([.. arguments, "--ganeti-root", _root]), NoName, TestContext.Current.CancellationToken);

    private static Task<IPAddress[]> NoName(string name, CancellationToken cancellationToken) => throw new SocketException((int)SocketError.HostNotFound);

    private static DaemonSettings Load(params string[] arguments) =>
        DaemonSettings.Load(CommandLine.Parse(arguments), new Dictionary<string, string>(), new DefaultPlaces("/state", "/run/x", "/nowhere/drover.json", "host1"));

    private void Write(string text)
    {
        Directory.CreateDirectory(Path.Combine(_root, "var/lib/ganeti"));
        File.WriteAllText(Path.Combine(_root, "var/lib/ganeti/ssconf_master_node"), text);
    }
}
