namespace Drover.Cli.Tests.Listing;

public sealed class GetTests
{
    private const long Now = 1_700_000_100;

    [Fact]
    public async Task Jobs_are_columns_with_the_newest_last()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var result = daemon.On("GET /v1/query/job", Canned.JobRows).RunAt(Now, "get", "jobs");

        Assert.Equal("""
            ID  Status   Age    Duration  Owner     Summary
             9  success  2h48m  1.5s      root      TEST_DELAY(1.0)
            10  running  1m40s  1m39s     user:ada  GROUP_ADD(a),TAGS_SET(node)

            """, result.Out);
        Assert.Equal((0, ""), (result.Code, result.Err));
        var query = Assert.Single(daemon.Requests).Query;
        Assert.Equal(("id,status,received_ts,start_ts,end_ts,principal,summary", "-id", "200"), (query["fields"].ToString(), query["sort"].ToString(), query["limit"].ToString()));
    }

    [Fact]
    public async Task A_table_says_how_many_older_rows_it_does_not_show()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query/job", Canned.Page(1, 200, "x"), Canned.Page(1, 8, null));
        Assert.Equal("8 older jobs are not shown; see --all, --limit N and --filter\n", daemon.Run("get", "jobs", "-c", "id", "-F", "id > 0").Err);
        Assert.Equal(("x", "id > 0", "id"), (daemon.Requests.Last().Query["after"].ToString(), daemon.Requests.Last().Query["filter"].ToString(), daemon.Requests.Last().Query["fields"].ToString()));

        daemon.Requests.Clear();
        Assert.Equal("", daemon.On("GET /v1/query/job", Canned.Page(1, 2, "x")).Run("get", "jobs", "-c", "id", "--limit", "2").Err);
        Assert.Single(daemon.Requests);
    }

    [Fact]
    public async Task All_rows_of_a_table_come_in_the_daemons_order()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query/job", Canned.JobRows).Run("get", "jobs", "--all");
        Assert.False(Assert.Single(daemon.Requests).Query.ContainsKey("sort"));
    }

    [Fact]
    public async Task Columns_are_measured_in_cells_of_the_terminal()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query/node", """
            {"fields":[{"name":"name","title":"Node","kind":"text","doc":""},{"name":"x","title":"X","kind":"text","doc":""}],
             "rows":[[[0,"日本語"],[0,"a"]],[[0,"n1"],[0,"b"]],[[0,"e\u0301"],[0,"c"]]],"next":null}
            """);
        Assert.Equal("Node    X\n日本語  a\nn1      b\ne\u0301       c\n", daemon.Run("get", "nodes", "-c", "name,x").Out);
    }

    [Fact]
    public async Task A_column_of_tables_is_no_field_of_the_other_forms()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query/job", """{"fields":[{"name":"age","title":"age","kind":"unknown","doc":""}],"rows":[],"next":null}""");
        var result = daemon.Run("get", "jobs", "-o", "json", "-c", "age");
        Assert.Equal((14, "drover: UNKNOWN_FIELD: job has no field age\nhint: 'age' is a column of tables and templates, which follows from received_ts: ask for that here\n"), (result.Code, result.Err));
    }

    [Fact]
    public async Task A_filter_beside_another_condition_is_looked_at_alone_first()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query/job", 400, """{"error":{"code":"FILTER_SYNTAX","message":"character 7: nothing is open"}}""");
        Assert.Equal(6, daemon.Run("get", "jobs", "--failed", "-F", "id > 5) or (id < 3").Code);
        Assert.Equal("id > 5) or (id < 3", Assert.Single(daemon.Requests).Query["filter"]);
    }

    [Theory]
    [InlineData("+")]
    [InlineData("id,+")]
    public async Task A_plus_alone_names_no_column(string columns)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        Assert.Equal(2, daemon.Run("get", "jobs", "-c", columns).Code);
        Assert.Empty(daemon.Requests);
    }

    [Fact]
    public async Task Spans_of_past_processes_and_ages_of_groups_that_were_never_told_are_as_people_read_them()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query/process-history", """
            {"fields":[{"name":"name","title":"Process","kind":"text","doc":""},{"name":"started","title":"Started","kind":"timestamp","doc":""},{"name":"ended","title":"Ended","kind":"timestamp","doc":""},
             {"name":"exit","title":"Exit","kind":"number","doc":""},{"name":"signal","title":"Signal","kind":"number","doc":""}],
             "rows":[[[0,"web/a"],[0,1700000000.25],[0,1700000312.5],[0,1],[3,null]]],"next":null}
            """).On("GET /v1/query", """{"resources":[{"name":"process-history"}]}""");
        Assert.Contains("  5m12s     ", daemon.Run("get", "process-history").Out, StringComparison.Ordinal);
        daemon.On("GET /v1/query/service-group", """
            {"fields":[{"name":"name","title":"Group","kind":"text","doc":""},{"name":"level","title":"Level","kind":"text","doc":""},{"name":"state","title":"State","kind":"text","doc":""},{"name":"since","title":"Since","kind":"timestamp","doc":""},
             {"name":"running","title":"Running","kind":"number","doc":""},{"name":"reason","title":"Reason","kind":"text","doc":""}],"rows":[[[0,"web"],[3,null],[0,"CONFIGURED"],[3,null],[0,0],[3,null]]],"next":null}
            """);
        Assert.Contains("web    -      CONFIGURED  -          0  -\n", daemon.Run("get", "groups").Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_is_cut_to_the_width_of_the_terminal_and_a_wide_one_is_not()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query/job", Canned.JobRows);
        string[] Lines(params string[] args) => CliRun.InProcess(["get", "jobs", .. args, "--socket", daemon.SocketPath], clock: new StandingClock(DateTimeOffset.FromUnixTimeSeconds(Now)), width: 60).Out.TrimEnd('\n').Split('\n');
        Assert.Equal("10  running  1m40s  1m39s     user:ada  GROUP_ADD(a),TAGS_S…", Lines()[2]);
        Assert.All(Lines(), line => Assert.InRange(line.Length, 1, 60));
        Assert.EndsWith("TAGS_SET(node)", Lines("-o", "wide", "-c", "id,status,age,owner,principal,received_ts,summary")[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--failed", "status == \"error\"")]
    [InlineData("--failed -F id>3", "(id>3) and (status == \"error\")")]
    public async Task Failed_jobs_have_an_option(string options, string filter)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query/job", Canned.JobRows).Run(["get", "jobs", .. options.Split(' ')]);
        Assert.Equal(filter, daemon.Requests.Last().Query["filter"]);
    }

    [Fact]
    public async Task Ones_own_jobs_have_an_option_and_nodes_have_neither()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query/job", Canned.JobRows).Run("get", "jobs", "--mine");
        Assert.Matches("^principal == \"uid:[0-9]+\"$", Assert.Single(daemon.Requests).Query["filter"].ToString());
        Assert.Equal(2, daemon.Run("get", "nodes", "--mine").Code);
        Assert.Equal(2, daemon.Run("get", "nodes", "--last").Code);
    }

    [Theory]
    [InlineData("--last", "1")]
    [InlineData("--last=5", "5")]
    public async Task The_last_ones_are_the_newest(string option, string count)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query/job/fields", Canned.JobFields).On("GET /v1/query/job", """{"fields":[{"name":"id","kind":"number"}],"rows":[[[0,8]],[[0,7]]],"next":null}""");
        Assert.Equal("7\n8\n", daemon.Run("get", "jobs", option, "-o", "name").Out);
        Assert.Equal(("-id", count), (daemon.Requests.Last().Query["sort"].ToString(), daemon.Requests.Last().Query["limit"].ToString()));
    }

    [Theory]
    [InlineData("--last --all")]
    [InlineData("--limit 3 --all")]
    [InlineData("--last --sort id")]
    [InlineData("--sort -age")]
    [InlineData("-o template={id -c id")]
    [InlineData("-o template={id")]
    [InlineData("-o template=id")]
    [InlineData("-o template={}")]
    [InlineData("-o template={*}")]
    [InlineData("-o template={id,status}")]
    public async Task What_contradicts_itself_is_refused_before_rows_are_asked_for(string options)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var result = daemon.Run(["get", "jobs", .. options.Split(' ')]);
        Assert.Equal(2, result.Code);
        Assert.Empty(daemon.Requests);
    }

    [Fact]
    public async Task A_template_has_places_for_columns()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        var result = daemon.On("GET /v1/query/job", Canned.JobRows).RunAt(Now, "get", "jobs", "-o", "template={id}\\t{{{status}}} of {owner}, {age}", "--limit", "9");
        Assert.Equal("9\t{success} of root, 2h48m\n10\t{running} of user:ada, 1m40s\n", result.Out);
        Assert.Equal("id,status,principal,received_ts", Assert.Single(daemon.Requests).Query["fields"]);
    }

    [Fact]
    public async Task Csv_has_names_and_raw_values()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query/node", """{"fields":[{"name":"name","kind":"text"},{"name":"ctime","kind":"timestamp"},{"name":"tags","kind":"other"},{"name":"mfree","kind":"unit"}],"rows":[[[0,"a \"b\", c"],[0,1700000000.5],[0,["x"]],[4,null]]],"next":null}""");
        Assert.Equal("name,ctime,tags,mfree\r\n\"a \"\"b\"\", c\",2023-11-14T22:13:20.5Z,\"[\"\"x\"\"]\",\r\n", daemon.Run("get", "nodes", "-o", "csv").Out);
        Assert.StartsWith("\"a", daemon.Run("get", "nodes", "-o", "csv", "--no-headers").Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Yaml_is_a_list_of_mappings()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        Assert.Equal("""
            - name: n1
              mtotal: 1024
              offline: false
              ctime: "2023-11-14T22:13:20.5Z"
              start_ts: "2023-11-14T22:13:20.25Z"
              tags:
                - a
                - b
              mfree: null

            """, string.Concat(daemon.On("GET /v1/query/node", Canned.NodeRows).Run("get", "nodes", "-o", "yaml").Out.Split('\n').Take(9).Select(l => l + "\n")));
        Assert.Equal("[]\n", daemon.On("GET /v1/query/node", Canned.Page(1, 0, null)).Run("get", "nodes", "-o", "yaml").Out);
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
            {"name":"n1","mtotal":1024,"offline":false,"ctime":"2023-11-14T22:13:20.5Z","start_ts":"2023-11-14T22:13:20.25Z","tags":["a","b"],"mfree":null}
            {"name":"n2.example.com","mtotal":512,"offline":true,"ctime":"1970-01-01T00:00:00Z","start_ts":null,"tags":[],"mfree":null}
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
    [InlineData("+start_ts", "id,status,received_ts,start_ts,end_ts,principal,summary")]
    [InlineData("+status,+id", "id,status,received_ts,start_ts,end_ts,principal,summary")]
    [InlineData("status,+id", "status,id")]
    public async Task A_plus_adds_to_the_usual_columns(string columns, string asked)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query/job", Canned.JobRows).Run("get", "jobs", "-c", columns);
        Assert.Equal(asked, daemon.Requests.Last().Query["fields"]);
    }

    [Theory]
    [InlineData("gadgets", "gadget", null)]
    [InlineData("entries", "entry", null)]
    [InlineData("Jobs", "job", null)]
    [InlineData("gad", "gadget", "gadgets")]
    [InlineData("entri", "entry", "entries")]
    [InlineData("gdg", "gadget", "gadgets")]
    [InlineData("ntw", "network", "networks")]
    [InlineData("gro", "service-group", "service-groups")]
    [InlineData("nodeg", "group", "node-groups")]
    public async Task A_resource_is_found_by_singular_plural_beginning_and_letters(string word, string resource, string? whole)
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query", """{"resources":[{"name":"gadget"},{"name":"entry"},{"name":"node"},{"name":"network"},{"name":"group"},{"name":"service-group"}]}""");
        var result = daemon.On($"GET /v1/query/{resource}", Canned.Page(1, 1, null)).Run("get", word, "-c", "id");
        var hint = whole is null ? "" : $"hint: '{word}' is taken for '{whole}'; write the whole word in scripts, a short one may come to mean another\n";
        Assert.Equal((0, hint), (result.Code, result.Err));
    }

    [Theory]
    [InlineData("n", "drover: USAGE: 'n' may mean network or node\nhint: write more letters\n")]
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
        var result = daemon.On("GET /v1/query/job/fields", Canned.JobFields).On("GET /v1/query/job", rows).Run("get", "jobs", "-c", "id,xy");
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
        Assert.Equal("ID\n", daemon.On("GET /v1/query/job", Canned.Page(1, 0, null)).Run("get", "jobs", "-c", "id").Out);
        Assert.Equal("", daemon.Run("get", "jobs", "-o", "jsonl").Out);
    }
}
