using System.Text;

namespace Drover.Clinit.Tests.Status;

/// <summary>The status of a cluster by the files of its nodes.</summary>
public sealed class ClusterStatusTests : IDisposable
{
    private readonly DirectoryInfo _shared = Directory.CreateTempSubdirectory("mfs");
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    public void Dispose() => _shared.Delete(recursive: true);

    [Fact]
    public void Each_active_group_is_shown_with_its_nodes_in_order()
    {
        Write("web2", "Cluster::Init::Group web 1 DONE\nCluster::Init::Group db - CONFIGURED\n");
        Write("web1", "Cluster::Init::Group db 1 STARTING\nCluster::Init::Group idle stop DONE\nCluster::Init::Group out off DONE\nCluster::Init::Group web 1 DONE\n");
        Directory.CreateDirectory(Path.Combine(_shared.FullName, "web3"));
        Assert.Equal(ExitCode.Accepted, Run());
        Assert.Equal(("db web1 1 STARTING\nweb web1 1 DONE\nweb web2 1 DONE\n", ""), (_output.ToString(), _error.ToString()));
    }

    [Fact]
    public void A_group_that_still_stops_is_active()
    {
        Write("web1", "Cluster::Init::Group db stop DUMPING\n");
        Run();
        Assert.Equal("db web1 stop DUMPING\n", _output.ToString());
    }

    [Fact]
    public void With_v_all_groups_are_shown()
    {
        Write("web1", "Cluster::Init::Group db - CONFIGURED\n");
        Assert.Equal(ExitCode.Accepted, Run("-v"));
        Assert.Equal("db web1 - CONFIGURED\n", _output.ToString());
    }

    [Fact]
    public void A_stale_file_is_named_and_what_it_tells_is_shown_as_such()
    {
        Write("web1", "Cluster::Init::Group db 1 DONE\n", TimeSpan.FromMinutes(2));
        Write("web2", "Cluster::Init::Group db 1 DONE\n");
        Assert.Equal(ExitCode.NotFresh, Run());
        Assert.Equal("db web1 1 DONE stale\ndb web2 1 DONE\n", _output.ToString());
        Assert.Matches(@"\Aclinit: the status file of web1 is stale: it was written 1[2-9]\d s ago, more than 60; .*\n\z", _error.ToString());
    }

    [Fact]
    public void How_old_a_file_may_be_can_be_said_and_one_of_the_future_is_not_stale()
    {
        Write("web1", "Cluster::Init::Group db 1 DONE\n", TimeSpan.FromMinutes(2));
        Write("web2", "Cluster::Init::Group db 1 DONE\n", TimeSpan.FromMinutes(-10));
        Assert.Equal(ExitCode.Accepted, Run("--stale=3600"));
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_named_and_the_others_are_shown()
    {
        Directory.CreateDirectory(Path.Combine(_shared.FullName, "web1/var/mosix-ha/clstat"));
        Write("web2", "Cluster::Init::Group db 1 DONE\n");
        Assert.Equal(ExitCode.NotFresh, Run());
        Assert.Equal("db web2 1 DONE\n", _output.ToString());
        Assert.StartsWith("clinit: the status file of web1 cannot be read: ", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_that_is_missing_is_an_error_with_advice()
    {
        Assert.Equal(ExitCode.NotFresh, NewClient().Run(["--cluster", Path.Combine(_shared.FullName, "none")]));
        Assert.Contains("none cannot be read", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("\nhint: ", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Json_has_the_nodes_with_all_groups()
    {
        Write("web1", "Cluster::Init::Group db 1 DONE\nCluster::Init::Group idle stop DONE\n", TimeSpan.FromHours(-1));
        Directory.CreateDirectory(Path.Combine(_shared.FullName, "web2"));
        Assert.Equal(ExitCode.Accepted, Run("--json"));
        Assert.Equal(
            """
            {"nodes":[{"node":"web1","age":0,"stale":false,"groups":[{"group":"db","level":"1","state":"DONE","active":true},{"group":"idle","level":"stop","state":"DONE","active":false}]},{"node":"web2","stale":false,"groups":[]}]}

            """, _output.ToString());
    }

    [Fact]
    public void Foreign_text_moves_no_cursor()
    {
        Write("web1", "Cluster::Init::Group db\u001b[2J 1 DONE\n");
        Run();
        Assert.Equal("db\\x1b[2J web1 1 DONE\n", _output.ToString());
    }

    private void Write(string node, string text, TimeSpan age = default)
    {
        var path = Path.Combine(_shared.FullName, node, "var/mosix-ha/clstat");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        if (age != default)
            File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime - age);
    }

    private int Run(params string[] more) => NewClient().Run(["--cluster", _shared.FullName, .. more]);

    private Client NewClient() => new(text => _output.Append(text), text => _error.Append(text));
}
