namespace Drover.Cli.Tests.Listing;

public sealed class DumpTests : IAsyncLifetime
{
    private const string Fields = """{"fields":[{"name":"name","title":"","kind":"text","doc":""},{"name":"since","title":"","kind":"timestamp","doc":""},{"name":"more","title":"","kind":"other","doc":""}]""";

    private const string Nested = """
        {"a":1,"empty":[],"none":{},"tags":["x","y: z"],"deep":[{"k":"v","list":[[1,"two"],[3]]},{"k":null}],"text":"first\nsecond \u001b[31m\n","plain":"","on":true}
        """;

    private FakeDaemon _daemon = null!;

    public async ValueTask InitializeAsync()
    {
        _daemon = await FakeDaemon.StartAsync();
        _daemon.On("GET /v1/query/node/fields", Fields + "}")
            .On("GET /v1/query/node", Fields + $$""","rows":[[[0,"n1"],[0,1700000000.5],[0,{{Nested}}]],[[0,"n2"],[3,null],[0,"x"]]],"next":null}""");
    }

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public void Every_field_is_a_line_and_what_is_nested_stands_further_in()
    {
        var result = _daemon.Run("get", "nodes", "--dump");
        Assert.Equal((0, """
            name: n1
            since: 2023-11-14T22:13:20.5Z
            more:
              a: 1
              empty: []
              none: {}
              tags: [x, y: z]
              deep:
                - k: v
                  list:
                    - [1, two]
                    - [3]
                - k: -
              text: |
                first
                second \x1b[31m
              plain: ''
              on: true

            name: n2
            since: -
            more: x

            """, ""), (result.Code, result.Out, result.Err));
        Assert.Equal("*", _daemon.Requests.Last().Query["fields"]);
    }

    [Theory]
    [InlineData("--dump", "n1")]
    [InlineData("--dump=n1")]
    public void One_is_chosen_by_its_key(params string[] dump)
    {
        var result = _daemon.Run(["get", "node", .. dump]);
        Assert.StartsWith("name: n1\nsince: 2023-11-14T22:13:20.5Z\nmore:\n  a: 1\n", result.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("name: n2", result.Out, StringComparison.Ordinal);
        Assert.Equal("name == \"n1\"", _daemon.Requests.Last().Query["filter"]);
    }

    [Fact]
    public void For_programs_it_is_a_list_or_with_a_name_an_object()
    {
        Assert.StartsWith("- name: n1\n  since: \"2023-11-14T22:13:20.5Z\"\n  more:\n    a: 1\n", _daemon.Run("get", "nodes", "--dump", "-o", "yaml").Out, StringComparison.Ordinal);
        Assert.StartsWith("name: n1\n", _daemon.Run("get", "nodes", "--dump", "n1", "-o", "yaml").Out, StringComparison.Ordinal);
        Assert.StartsWith("{\n  \"name\": \"n1\",", _daemon.Run("get", "nodes", "--dump", "n1", "-o", "json").Out, StringComparison.Ordinal);
        Assert.StartsWith("[\n  {\n    \"name\": \"n1\",", _daemon.Run("get", "nodes", "--dump", "-o", "json").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_there_is_not_is_exit_code_6()
    {
        _daemon.On("GET /v1/query/node", Fields + ""","rows":[],"next":null}""");
        var result = _daemon.Run("get", "node", "--dump", "n9");
        Assert.Equal((6, "", "drover: NOT_FOUND: there is no node 'n9'\nhint: 'drover get node -o name' lists them\n"), (result.Code, result.Out, result.Err));
    }

    [Theory]
    [InlineData("get nodes --dump -c name", "--dump and --columns exclude each other", "it has all fields, and each by its name")]
    [InlineData("get nodes --dump --watch", "--dump and --watch exclude each other", "it has all fields, and each by its name")]
    [InlineData("get nodes --dump n1 -F x", "--dump NAME and --filter exclude each other", "it is about one")]
    [InlineData("get nodes --dump n1 --all", "--dump NAME and --all exclude each other", "it is about one")]
    public void What_does_not_go_together_is_refused(string line, string error, string hint)
    {
        var result = CliRun.InProcess(line.Split(' '));
        Assert.Equal((2, "", $"drover: USAGE: {error}\nhint: {hint}\n"), (result.Code, result.Out, result.Err));
    }
}
