using Drover.Kernel.Queries;

namespace Drover.Kernel.Tests.Authority;

public sealed class VisibleFieldsTests
{
    private static readonly Caller s_ada = Caller.Of(Principal.Parse("user:ada"), Role.Observer);
    private static readonly Thing[] s_things = [new("a", "user:ada"), new("b", "user:bob")];

    [Theory]
    [InlineData("secret")]
    [InlineData("early")]
    [InlineData("more/1")]
    public void What_is_for_operators_reads_as_unavailable(string field)
    {
        Assert.Equal(["(Unavailable)", "(Unavailable)"], Cells(s_ada, field));
        Assert.Equal(["\"s-a\"", "\"s-b\""], Cells(Caller.System, field));
    }

    [Fact]
    public void What_is_for_owners_is_shown_in_rows_of_ones_own() =>
        Assert.Equal(["\"s-a\"", "(Unavailable)"], Cells(s_ada, "own"));

    [Fact]
    public void What_is_for_everyone_is_shown() => Assert.Equal(["\"a\"", "\"b\""], Cells(s_ada, "name"));

    /// <summary>By the rules of 3.0.2 a cell without a value is equal to everything: whatever is asked for, hidden rows come or stay away together.</summary>
    [Theory]
    [InlineData("secret == \"s-b\"", "a b")]
    [InlineData("secret == \"else\"", "a b")]
    [InlineData("secret != \"s-b\"", "")]
    [InlineData("secret != \"else\"", "")]
    [InlineData("own == \"s-a\"", "a b")]
    [InlineData("own == \"s-b\"", "b")]
    [InlineData("own == \"else\"", "b")]
    public void A_filter_tells_nothing_of_what_is_hidden(string filter, string names) =>
        Assert.Equal(names, string.Join(' ', Ask(s_ada, new(["name"], FilterText.Parse(filter))).Rows.Select(row => row[0].ToString().Trim('"'))));

    [Fact]
    public void Sorting_tells_nothing_of_what_is_hidden() =>
        Assert.Equal(["\"a\"", "\"b\""], Ask(s_ada, new(["name"]) { Sort = SortKey.Parse("-secret") }).Rows.Select(row => row[0].ToString()));

    [Fact]
    public void A_resource_whose_names_are_hidden_is_refused()
    {
        var hidden = Resource.Of<Thing>("thing", "Things").KeyedBy("name", t => t.Name).Rows(_ => s_things)
            .Field("name", "Name", FieldKind.Text, "Name", t => t.Name)
            .VisibleTo(Visibility.Everyone)
            .Field("other", "Other", FieldKind.Text, "Other", t => t.Name)
            .Build();
        var refusal = Assert.Throws<NotAllowedException>(() => Ask(hidden, s_ada, new(["other"])));
        Assert.Equal(new Permission(AccessAction.Inspect, "thing"), refusal.Wanted);
    }

    [Fact]
    public void A_resource_that_may_not_be_viewed_is_refused()
    {
        var refusal = Assert.Throws<NotAllowedException>(() => Ask(Caller.Stranger, new(["name"])));
        Assert.Equal(new Permission(AccessAction.View, "thing"), refusal.Wanted);
    }

    private static IEnumerable<string> Cells(Caller caller, string field) => Ask(caller, new([field])).Rows.Select(row => row[0].ToString());

    private static QueryResult Ask(Caller caller, QueryRequest request) => Ask(Things(), caller, request);

    private static QueryResult Ask(Resource things, Caller caller, QueryRequest request)
    {
        var answer = things.QueryAsync(new QueryContext { Now = new Timestamp(1), Caller = caller }, request).AsTask();
        Assert.True(answer.IsCompleted);
        return answer.GetAwaiter().GetResult();
    }

    private static Resource Things() => Resource.Of<Thing>("thing", "Things")
        .KeyedBy("name", t => t.Name)
        .Rows(_ => s_things)
        .OwnedBy(t => Principal.Parse(t.Owner))
        .Field("early", "Early", FieldKind.Text, "Declared before anything was said", t => t.Secret)
        .VisibleTo(Visibility.Everyone)
        .Field("name", "Name", FieldKind.Text, "Name", t => t.Name)
        .VisibleTo(Visibility.Owner)
        .Field("own", "Own", FieldKind.Text, "For the owner", t => t.Secret)
        .VisibleTo(Visibility.Operators)
        .Field("secret", "Secret", FieldKind.Text, "For operators", t => t.Secret)
        .Pattern(name => name == "more/1" ? new(new(name, "More", FieldKind.Text, "For operators"), (_, t) => t.Secret) : null)
        .Build();

    private sealed record Thing(string Name, string Owner)
    {
        public string Secret => "s-" + Name;
    }
}
