using Drover.Cli.Browsing;

namespace Drover.Cli.Tests.Browsing;

public sealed class BrowseTests : IAsyncLifetime
{
    private const string JobFields = """
        {"fields":[{"name":"id","title":"ID","kind":"number","doc":"","default":true},{"name":"status","title":"Status","kind":"text","doc":"","default":true},
         {"name":"ops","title":"Ops","kind":"other","doc":""},{"name":"opstatus","title":"","kind":"other","doc":""},{"name":"oplog","title":"","kind":"other","doc":""}]}
        """;

    private const string JobRow = """
        {"fields":[{"name":"id","title":"ID","kind":"number","doc":""},{"name":"status","title":"Status","kind":"text","doc":""},
         {"name":"ops","title":"Ops","kind":"other","doc":""},{"name":"opstatus","title":"","kind":"other","doc":""},{"name":"oplog","title":"","kind":"other","doc":""}],
         "rows":[[[0,12],[0,"running"],[0,[{"OP_ID":"OP_TEST_DELAY","duration":2}]],[0,["running"]],[0,[[[1,[1700000000,0],"message","begun"]]]]]],"next":null}
        """;

    private const string GroupFields = """{"fields":[{"name":"name","title":"Name","kind":"text","doc":"","default":true},{"name":"state","title":"State","kind":"text","doc":"","default":true}]}""";
    private const string GroupRow = """{"fields":[{"name":"name","title":"Name","kind":"text","doc":""},{"name":"state","title":"State","kind":"text","doc":""}],"rows":[[[0,"web"],[0,"UP"]]],"next":null}""";
    private const string ProcessRow = """{"fields":[{"name":"name","title":"Name","kind":"text","doc":""}],"rows":[[[0,"web/httpd"]]],"next":null}""";

    private FakeDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = (await FakeDaemon.StartAsync())
        .On("GET /v1/query", """{"resources":[{"name":"job"},{"name":"service-group"},{"name":"process"}]}""")
        .On("GET /v1/query/job/fields", JobFields).On("GET /v1/query/job", JobRow)
        .On("GET /v1/query/service-group/fields", GroupFields).On("GET /v1/query/service-group", GroupRow)
        .On("GET /v1/query/process/fields", GroupFields).On("GET /v1/query/process", ProcessRow);

    [Theory]
    [InlineData("jobs[12].status", "running\n")]
    [InlineData("jobs[12].ops[0].status", "running\n")]
    [InlineData("jobs[12].ops[0].input.duration", "2\n")]
    [InlineData("jobs[12]['status']", "running\n")]
    [InlineData("groups['web'].state", "UP\n")]
    public void A_path_leads_into_a_row(string path, string printed) => Assert.Equal((0, printed), Print(path));

    [Fact]
    public void The_log_of_an_operation_is_one_list()
    {
        var (code, printed) = Print("jobs[12].ops[0].log");
        Assert.Equal(0, code);
        Assert.Contains("begun", printed, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jobs[status=='running'].status", "/v1/query/job", "status=='running'")]
    [InlineData("jobs[status=='running'][priority < 0].status", "/v1/query/job", "(status=='running') and (priority < 0)")]
    [InlineData("groups['web'].processes.name", "/v1/query/process", "group == \"web\"")]
    [InlineData("groups['web'].processes[state == 'UP'].name", "/v1/query/process", "(group == \"web\") and (state == 'UP')")]
    [InlineData("jobs[status =~ '[a-z]'].status", "/v1/query/job", "status =~ '[a-z]'")]
    public void Rows_are_filtered_and_listed(string path, string asked, string filter)
    {
        Assert.Equal(0, Print(path).Code);
        var listing = _daemon.Requests.Last(r => r.Line == $"GET {asked}" && r.Query.ContainsKey("filter"));
        Assert.Equal(filter, listing.Query["filter"].ToString());
        Assert.All(_daemon.Requests, r => Assert.StartsWith("GET ", r.Line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("jobs[12].nothing", "there is no 'nothing' here")]
    [InlineData("jobs[12].ops[7]", "there is no item '7': the list has 1")]
    [InlineData("jobs[12].status[a == 1]", "a filter is for rows of a resource")]
    [InlineData("jobs[12]..status", "from character 9 on")]
    [InlineData("jobs[12", "from character 5 on")]
    public void What_leads_nowhere_says_where(string path, string said)
    {
        var error = Assert.Throws<CliException>(() => Print(path));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("get jo", 4, "jobs")]
    [InlineData("jo", 0, "jobs[")]
    [InlineData("jobs[", 5, "12]")]
    [InlineData("groups['w", 7, "'web']")]
    [InlineData("groups['web'].pro", 14, "processes")]
    [InlineData("jobs[12].ops[0].st", 16, "status")]
    [InlineData("get 'jo", 7, null)]
    public void A_line_is_completed(string line, int from, string? text)
    {
        var completion = InSession(session => LineCompletion.Of(session, line));
        Assert.Equal((from, text), (completion.From, completion.Texts is [var first, ..] ? first : null));
    }

    [Theory]
    [InlineData("get jobs", false)]
    [InlineData("jobs[1]", true)]
    [InlineData("groups.state", true)]
    [InlineData("./job.yaml", false)]
    [InlineData("", false)]
    public void A_path_is_told_from_a_verb(string line, bool isPath) => Assert.Equal(isPath, BrowsePath.Looks(line));

    [Theory]
    [InlineData("""get jobs -F 'a == "b c"'""", new[] { "get", "jobs", "-F", "a == \"b c\"" })]
    [InlineData("drover why 3", new[] { "why", "3" })]
    [InlineData("""a\ b "c\"d" ''""", new[] { "a b", "c\"d", "" })]
    public void Words_are_those_of_a_shell(string line, string[] words) => Assert.Equal(words, CommandWords.Split(line));

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    private (int Code, string Out) Print(string path)
    {
        using var output = new MemoryStream();
        using var run = new Session(Drover.Cli.Terminal.Screen.Pane(output, 80), static _ => null) { SocketOption = _daemon.SocketPath, Zone = TimeZoneInfo.Utc };
        var code = BrowsePrinter.Print(run, path);
        run.Screen.Flush();
        return (code, System.Text.Encoding.UTF8.GetString(output.ToArray()));
    }

    private T InSession<T>(Func<Session, T> ask)
    {
        using var session = new Session(Drover.Cli.Terminal.Screen.Hidden(static _ => { }), static _ => null) { SocketOption = _daemon.SocketPath };
        return ask(session);
    }
}
