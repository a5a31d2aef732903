namespace Drover.Cli.Tests.Listing;

public sealed class GetTests
{
    [Fact]
    public async Task Jobs_are_columns_with_numbers_to_the_right()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var result = daemon.On("GET /v1/query/job", Canned.JobRows).Run("get", "jobs");

        Assert.Equal("""
            ID  Status   Summary
             9  success  TEST_DELAY(1.0)
            10  running  GROUP_ADD(a),TAGS_SET(node)

            """, result.Out);
        Assert.Equal((0, ""), (result.Code, result.Err));
        Assert.False(Assert.Single(daemon.Requests).Query.ContainsKey("fields"));
    }

    [Fact]
    public async Task Units_times_truth_lists_and_missing_values_are_written_for_people()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var result = daemon.On("GET /v1/query/node", Canned.NodeRows).Run("get", "node");

        Assert.Equal("""
            Node            MTotal  Offline  CTime                Start                Tags     MFree
            n1                1.0G  N        2023-11-14 22:13:20  2023-11-14 22:13:20  a,b          -
            n2.example.com    512M  Y        1970-01-01 00:00:00  -                                 *
            n3                3.0T  N        ?                    ??                   {"k":1}  64.0G

            """, result.Out);
    }

    [Fact]
    public async Task Jsonl_has_an_object_a_line_and_null_for_what_is_not_normal()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var result = daemon.On("GET /v1/query/node", Canned.NodeRows).Run("get", "nodes", "-o", "jsonl");

        Assert.Equal("""
            {"name":"n1","mtotal":1024,"offline":false,"ctime":1700000000.5,"start_ts":[1700000000,250000],"tags":["a","b"],"mfree":null}
            {"name":"n2.example.com","mtotal":512,"offline":true,"ctime":0,"start_ts":null,"tags":[],"mfree":null}
            {"name":"n3","mtotal":3145728,"offline":false,"ctime":null,"start_ts":null,"tags":{"k":1},"mfree":65536}

            """, result.Out);
    }

    [Fact]
    public async Task Json_is_one_list()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var result = daemon.On("GET /v1/query/job", Canned.Page(1, 2, null)).Run("get", "jobs", "-o", "json");
        Assert.Equal("[\n  {\n    \"id\": 1\n  },\n  {\n    \"id\": 2\n  }\n]\n", result.Out);
    }

    [Fact]
    public async Task Name_prints_the_key_alone()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var result = daemon.On("GET /v1/query/job/fields", Canned.JobFields).On("GET /v1/query/job", Canned.Page(7, 2, null)).Run("get", "jobs", "-o", "name");
        Assert.Equal("7\n8\n", result.Out);
        Assert.Equal("id", daemon.Requests.Last().Query["fields"]);
    }

    [Fact]
    public async Task All_rows_come_page_by_page()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var result = daemon.On("GET /v1/query/job", Canned.Page(1, 1000, "k 1"), Canned.Page(1001, 3, null)).Run("get", "jobs", "-o", "jsonl");
        var lines = result.Out.TrimEnd('\n').Split('\n');
        Assert.Equal(1003, lines.Length);
        Assert.Equal("""{"id":1003}""", lines[^1]);
        Assert.Equal(["", "k 1"], daemon.Requests.Select(r => r.Query["after"].ToString()));
    }

    [Fact]
    public async Task A_limit_stops_the_paging()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var result = daemon.On("GET /v1/query/job", Canned.Page(1, 1000, "a"), Canned.Page(1001, 500, "b")).Run("get", "jobs", "-o", "jsonl", "--limit", "1500");
        Assert.Equal(1500, result.Out.Count(c => c == '\n'));
        Assert.Equal(["1000", "500"], daemon.Requests.Select(r => r.Query["limit"].ToString()));
    }

    [Fact]
    public async Task Filter_and_sort_arrive_as_written()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query/job", Canned.JobRows).Run("get", "jobs", "-F", "status == \"a&b+c\" and priority < 0", "--sort", "-priority,id", "-c", "id,status");
        var query = Assert.Single(daemon.Requests).Query;
        Assert.Equal("status == \"a&b+c\" and priority < 0", query["filter"]);
        Assert.Equal("-priority,id", query["sort"]);
        Assert.Equal("id,status", query["fields"]);
    }

    [Theory]
    [InlineData("+start_ts", "id,status,summary,start_ts")]
    [InlineData("+start_ts,+id", "id,status,summary,start_ts")]
    [InlineData("status,+id", "status,id")]
    public async Task A_plus_adds_to_the_usual_columns(string columns, string asked)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query/job/fields", Canned.JobFields).On("GET /v1/query/job", Canned.JobRows).Run("get", "jobs", "-c", columns);
        Assert.Equal(asked, daemon.Requests.Last().Query["fields"]);
    }

    [Theory]
    [InlineData("dev", "device")]
    [InlineData("devices", "device")]
    [InlineData("entries", "entry")]
    [InlineData("Jobs", "job")]
    public async Task A_resource_is_found_by_plural_and_beginning(string word, string resource)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query", """{"resources":[{"name":"device"},{"name":"entry"},{"name":"node"},{"name":"network"}]}""");
        var result = daemon.On($"GET /v1/query/{resource}", Canned.JobRows).Run("get", word);
        Assert.Equal((0, ""), (result.Code, result.Err));
    }

    [Theory]
    [InlineData("n", "drover: USAGE: 'n' may mean node or network\nhint: write more letters\n")]
    [InlineData("ndoes", "drover: USAGE: unknown resource 'ndoes'\nhint: did you mean 'nodes'? There are node, network\n")]
    public async Task An_unclear_resource_is_refused_with_the_choice(string word, string error)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var result = daemon.On("GET /v1/query", """{"resources":[{"name":"node"},{"name":"network"}]}""").Run("get", word);
        Assert.Equal((2, error), (result.Code, result.Err));
    }

    [Fact]
    public async Task An_unknown_field_of_the_rows_is_exit_code_14()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var rows = """{"fields":[{"name":"id","title":"ID","kind":"number"},{"name":"xy","title":"xy","kind":"unknown"}],"rows":[[[0,1],[1,null]]],"next":null}""";
        var result = daemon.On("GET /v1/query/job", rows).Run("get", "jobs", "-c", "id,xy");
        Assert.Equal("ID  xy\n 1  ??\n", result.Out);
        Assert.Equal((14, "drover: UNKNOWN_FIELD: job has no field xy\nhint: 'drover fields job' lists them\n"), (result.Code, result.Err));
    }

    [Fact]
    public async Task An_unknown_field_that_the_daemon_refuses_is_exit_code_14_too()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var result = daemon.On("GET /v1/query/job", 400, """{"error":{"code":"UNKNOWN_FIELD","message":"no field 'xy'","field":"fields","hint":"try id"}}""").Run("get", "jobs", "-c", "xy");
        Assert.Equal((14, "drover: UNKNOWN_FIELD: no field 'xy'\nhint: try id\n"), (result.Code, result.Err));
    }

    [Fact]
    public async Task Control_characters_cannot_reach_the_terminal()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var rows = """{"fields":[{"name":"name","title":"Name","kind":"text"}],"rows":[[[0,"a\u001b[31mb\nc\u009b"]]],"next":null}""";
        Assert.Equal("a\\x1b[31mb\\nc\\x9b\n", daemon.On("GET /v1/query/tag", rows).Run("get", "tags", "--no-headers").Out);
    }

    [Fact]
    public async Task No_rows_are_titles_alone()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        Assert.Equal("ID\n", daemon.On("GET /v1/query/job", Canned.Page(1, 0, null)).Run("get", "jobs").Out);
        Assert.Equal("", daemon.Run("get", "jobs", "-o", "jsonl").Out);
    }
}
