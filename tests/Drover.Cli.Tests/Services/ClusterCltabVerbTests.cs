using System.Text;

namespace Drover.Cli.Tests.Services;

public sealed class ClusterCltabVerbTests : IAsyncLifetime
{
    private readonly string _file = Path.GetTempFileName();
    private FakeDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = (await FakeDaemon.StartAsync())
        .On("POST /v1/jobs", 201, """{"id":17}""")
        .OnJob(17, Canned.Wait("success", true, "", "[3]"));

    public ValueTask DisposeAsync()
    {
        File.Delete(_file);
        return _daemon.DisposeAsync();
    }

    [Fact]
    public void A_file_goes_to_the_daemon_as_text_with_the_nodes_that_are_to_try_it()
    {
        File.WriteAllText(_file, "web:a:1:once:/bin/a\n");
        Assert.Equal(0, _daemon.Run("cltab", "set", _file, "--canary", "n2, n3", "--yes").Code);
        Assert.Equal($$"""{"ops":[{"OP_ID":"OP_CLTAB_SET","text":"web:a:1:once:/bin/a\n","path":"{{_file}}","nodes":["n2","n3"],"yes":true}]}""", Body());
    }

    [Theory]
    [InlineData("""{"OP_ID":"OP_CLTAB_SET","version":3}""", "set", "--version", "3")]
    [InlineData("""{"OP_ID":"OP_CLTAB_TAKE","yes":true}""", "take", "--yes")]
    [InlineData("""{"OP_ID":"OP_CLTAB_DROP"}""", "drop")]
    public void A_kept_version_and_the_end_of_a_trial_are_one_opcode(string opcode, params string[] verb)
    {
        Assert.Equal(0, _daemon.Run(["cltab", .. verb]).Code);
        Assert.Equal($$"""{"ops":[{{opcode}}]}""", Body());
    }

    [Theory]
    [InlineData]
    [InlineData("/etc/hostname", "--version", "3")]
    [InlineData("/etc/hostname", "--canary", ",")]
    [InlineData("/does/not/exist")]
    [InlineData("--version", "0")]
    public void What_names_nothing_that_could_be_set_is_refused(params string[] arguments)
    {
        Assert.Equal(2, _daemon.Run(["cltab", "set", .. arguments]).Code);
        Assert.Empty(_daemon.Requests);
    }

    [Fact]
    public void A_file_that_is_not_text_everywhere_is_refused()
    {
        File.WriteAllBytes(_file, Encoding.Latin1.GetBytes("web:é:1:once:/bin/a\n"));
        var result = _daemon.Run("cltab", "set", _file);
        Assert.Equal(2, result.Code);
        Assert.Contains("FILE_NOT_UTF8", result.Err, StringComparison.Ordinal);
    }

    private string Body() => Assert.Single(_daemon.Requests, request => request.Line == "POST /v1/jobs").Body;
}
