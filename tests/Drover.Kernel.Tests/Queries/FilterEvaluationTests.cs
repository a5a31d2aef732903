using Drover.Kernel.Queries;

namespace Drover.Kernel.Tests.Queries;

public sealed class FilterEvaluationTests
{
    [Theory]
    [InlineData("""["&"]""", "node1 node2 node10")]
    [InlineData("""["|"]""", "")]
    [InlineData("""["?","offline"]""", "node10")]
    [InlineData("""["!",["?","offline"]]""", "node1 node2")]
    [InlineData("""["==","offline",true]""", "node10")]
    [InlineData("""["==","mem",16]""", "node2")]
    [InlineData("""["==","mem",16.0]""", "node2")]
    [InlineData("""["!=","mem",16]""", "node1 node10")]
    [InlineData("""["<","mem",16]""", "node1")]
    [InlineData("""["<=","mem",16]""", "node1 node2")]
    [InlineData("""[">","load",0.9]""", "node2 node10")]
    [InlineData("""[">=","mem",16]""", "node2 node10")]
    [InlineData("""["<","uuid","uuid-2"]""", "node1 node10")]
    [InlineData("""["=~","uuid","0$"]""", "node10")]
    [InlineData("""["=~","tags","^we"]""", "node2")]
    [InlineData("""["=[]","tags","web"]""", "node2")]
    [InlineData("""["=[]","tags",5]""", "")]
    [InlineData("""["=[]","sizes",16]""", "node2")]
    [InlineData("""["=[]","sizes","x"]""", "node1 node2 node10")]
    [InlineData("""["=[]","sizes",77]""", "")]
    [InlineData("""["=[]","sizes",78]""", "")]
    [InlineData("""["==","disk.size/1",200]""", "node1 node2 node10")]
    [InlineData("""["&",["==","name","node1"]]""", "node1")]
    [InlineData("""["&",["==","name","node1.example"]]""", "node1")]
    [InlineData("""["&",["==","name","node1.exam"]]""", "")]
    [InlineData("""["&",["==","name","NODE1"]]""", "")]
    [InlineData("""["&",["!=","name","node1"]]""", "node2 node10")]
    [InlineData("""["==","owner","anna"]""", "node2")]
    [InlineData("""["!=","owner","anna"]""", "node1 node10")]
    [InlineData("""["=~","owner","a"]""", "node2")]
    [InlineData("""["&",["<","mem",9],["?","offline"],["==","mem","not evaluated"]]""", "")]
    public void Operators_pick_the_rows(string filter, string names) =>
        Assert.Equal(names, Fleet.Names(Fleet.Nodes().Ask(new(["name"], Fleet.List(filter)))));

    [Theory]
    [InlineData("""["==","mem","x"]""", "Invalid types in comparison, trying to compare 64 with 'QuotedString \"x\"'")]
    [InlineData("""["<","uuid",-5]""", "Invalid types in comparison, trying to compare \"uuid-10\" with 'NumericValue (-5)'")]
    [InlineData("""["==","uuid",5]""", "Invalid types in comparison, trying to compare \"uuid-10\" with 'NumericValue 5'")]
    [InlineData("""["==","tags","old"]""", "Invalid types in comparison, trying to compare [\"old\"] with 'QuotedString \"old\"'")]
    [InlineData("""["?","mem"]""", "Unexpected value '64' in boolean context")]
    [InlineData("""["?","uuid"]""", "Unexpected value '\"uuid-10\"' in boolean context")]
    [InlineData("""["=~","mem","x"]""", "Invalid field value used in regexp matching, expecting string but got '64'")]
    [InlineData("""["=~","params","x"]""", "Invalid field value used in regexp matching, expecting string but got '{\"memory\": 64}'")]
    [InlineData("""["=[]","uuid","x"]""", "Invalid value of field 'uuid' used in contains test, expecting list but got '\"uuid-10\"'")]
    [InlineData("""["==","nosuch",1]""", "Can't find field named 'nosuch'")]
    public void Values_that_do_not_fit_are_refused(string filter, string message)
    {
        var error = Assert.Throws<QueryException>(() => Fleet.Nodes().Ask(new(["name"], Fleet.List(filter))));
        Assert.Equal(message, error.Message);
        Assert.NotNull(error.Hint);
    }

    [Theory]
    [InlineData("[]", false)]
    [InlineData("{}", false)]
    [InlineData("[ ]", false)]
    [InlineData("[[]]", true)]
    [InlineData("""{"a":1}""", true)]
    [InlineData("7", true)]
    public void A_structure_is_true_when_it_holds_something(string json, bool isTrue)
    {
        Assert.Equal(isTrue ? 1 : 0, Count(json, "json"));
        Assert.Equal(isTrue ? 0 : 1, Count(json, "not json"));
    }

    [Theory]
    [InlineData("true in json", 1)]
    [InlineData("false in json", 0)]
    [InlineData("7 in json", 1)]
    [InlineData("8 in json", 0)]
    [InlineData("1.5 in json", 1)]
    [InlineData("\"a\" in json", 1)]
    [InlineData("\"b\" in json", 0)]
    [InlineData("\"true\" in json", 0)]
    public void A_list_holds_values_of_all_types_and_not_what_is_deeper(string filter, int count) =>
        Assert.Equal(count, Count("""["a",7,1.5,true,null,["b"],{"b":false}]""", filter));

    [Theory]
    [InlineData("""{"a":7}""")]
    [InlineData("7")]
    public void What_is_no_list_holds_nothing_and_is_refused(string json) =>
        Assert.Equal("FILTER_TYPE", Assert.Throws<QueryException>(() => Count(json, "7 in json")).Code);

    private static int Count(string json, string filter) => Resource.Of<string>("x", "X").KeyedBy("name", row => row).Rows(_ => ["a"])
        .Field("name", "N", FieldKind.Text, "Name", row => row)
        .Field("json", "J", FieldKind.Other, "Some structure", _ => FieldValue.Json(System.Text.Encoding.UTF8.GetBytes(json)))
        .Build().Ask(new(["name"], FilterText.Parse(filter)) { Rules = Fleet.OtherRules }).Rows.Count;

    [Fact]
    public void Types_are_looked_at_only_when_a_row_is() =>
        Assert.Empty(Fleet.Nodes().Ask(new(["name"], Fleet.List("""["&",["|"],["==","mem","x"]]"""))).Rows);

    [Theory]
    [InlineData("""["==","mem","x"]""", "mem", FieldKind.Unit, "\"x\"")]
    [InlineData("""["=","uuid",5]""", "uuid", FieldKind.Text, "5")]
    public void Rules_may_look_at_kinds_before_any_row(string filter, string field, FieldKind kind, string value)
    {
        var request = new QueryRequest(["name"], Fleet.List($"""["&",["|"],{filter}]""")) { Rules = new FilterRules { ChecksKinds = true } };
        var error = Assert.Throws<QueryException>(() => Fleet.Nodes().Ask(request));
        Assert.Equal(("FILTER_KIND", field, kind, value), (error.Code, error.Field, error.Kind, error.Value.ToString()));
    }

    [Fact]
    public void A_field_that_does_not_exist_is_named_as_data_too()
    {
        var error = Assert.Throws<QueryException>(() => Fleet.Nodes().Ask(new(["name"], Fleet.List("""["==","nosuch",1]"""))));
        Assert.Equal(("FILTER_FIELD", "nosuch"), (error.Code, error.Field));
    }

    [Theory]
    [InlineData("""["?","mem"]""", "node1 node2 node10")]
    [InlineData("""["?","tags"]""", "node2 node10")]
    [InlineData("""["?","owner"]""", "node1 node2")]
    [InlineData("""["?","params"]""", "node1 node2 node10")]
    [InlineData("""["&",["==","name","NODE1"]]""", "node1")]
    [InlineData("""["==","tags","old"]""", "")]
    [InlineData("""["!=","tags","old"]""", "node1 node2 node10")]
    public void Rules_may_be_laxer_about_truth_case_and_types(string filter, string names) =>
        Assert.Equal(names, Fleet.Names(Fleet.Nodes().Ask(new(["name"], Fleet.List(filter)) { Rules = Fleet.OtherRules })));

    [Theory]
    [InlineData("""["==","mem",1]""", true, false)]
    [InlineData("""["!=","mem",1]""", false, true)]
    [InlineData("""["<","mem",1]""", true, false)]
    [InlineData("""["?","mem"]""", true, true)]
    [InlineData("""["=~","mem","x"]""", true, null)]
    [InlineData("""["=[]","mem","x"]""", true, null)]
    public void A_cell_without_value_passes_or_equals_nothing(string filter, bool usual, bool? other)
    {
        var nodes = Fleet.Nodes(null, new Machine("bare", "u"));
        Assert.Equal(usual, Found(FilterRules.Usual));
        if (other is null) Assert.Throws<QueryException>(() => Found(Fleet.OtherRules));
        else Assert.Equal(other, Found(Fleet.OtherRules));

        bool Found(FilterRules rules) => nodes.Ask(new(["name"], Fleet.List(filter)) { Rules = rules }).Rows.Count == 1;
    }

    [Theory]
    [InlineData("""["==","received_ts",4]""", true, "3")]
    [InlineData("""["<=","received_ts",4]""", true, "1 2 3")]
    [InlineData("""["==","received_ts",4]""", false, "")]
    [InlineData("""["==","received_ts",4.5]""", false, "3")]
    [InlineData("""["<","end_ts",5]""", true, "1 2 3 5")]
    [InlineData("""["&",["==","id","3"]]""", true, "3")]
    [InlineData("""["&",["=","id","3"]]""", false, "3")]
    [InlineData("""["<","id","3"]""", true, "1 2")]
    public void Moments_compare_as_seconds_and_job_ids_as_numbers(string filter, bool usual, string ids) =>
        Assert.Equal(ids, Fleet.Names(Fleet.Jobs(5).Ask(new(["id"], Fleet.List(filter)) { Rules = Fleet.Rules(usual) })));

    [Theory]
    [InlineData("""["==","id","abc"]""")]
    [InlineData("""["&",["<","id","abc"]]""")]
    public void A_job_id_that_is_no_number_is_refused(string filter)
    {
        var error = Assert.Throws<QueryException>(() => Fleet.Jobs().Ask(new(["id"], Fleet.List(filter))));
        Assert.Equal(("FILTER_JOB_ID", ValueShape.Text, "parsing job id: cannot parse string 'abc'"), (error.Code, error.Value.Shape, error.Message));
    }
}
