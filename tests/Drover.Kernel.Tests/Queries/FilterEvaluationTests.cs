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
    public void Values_that_do_not_fit_have_the_errors_of_the_newer_release(string filter, string message)
    {
        var error = Assert.Throws<QueryException>(() => Fleet.Nodes().Ask(new(["name"], Fleet.List(filter))));
        Assert.Equal((QueryErrorClass.ParameterError, message), (error.ErrorClass, error.Message));
        Assert.NotNull(error.Hint);
    }

    [Fact]
    public void Types_are_looked_at_only_when_a_row_is() =>
        Assert.Empty(Fleet.Nodes().Ask(new(["name"], Fleet.List("""["&",["|"],["==","mem","x"]]"""))).Rows);

    [Theory]
    [InlineData("""["==","mem","x"]""", "Unable to compare field 'mem' (type 'unit') with 'str', expected number")]
    [InlineData("""["=","uuid",5]""", "Unable to compare field 'uuid' (type 'text') with 'int', expected string")]
    [InlineData("""["==","nosuch",1]""", "Unknown field 'nosuch'")]
    public void The_older_release_looks_at_types_before_any_row(string filter, string message)
    {
        var request = new QueryRequest(["name"], Fleet.List($"""["&",["|"],{filter}]""", FilterDialect.Ganeti26)) { Dialect = FilterDialect.Ganeti26 };
        Assert.Equal(message, Assert.Throws<QueryException>(() => Fleet.Nodes().Ask(request)).Message);
    }

    [Theory]
    [InlineData("""["?","mem"]""", "node1 node2 node10")]
    [InlineData("""["?","tags"]""", "node2 node10")]
    [InlineData("""["?","owner"]""", "node1 node2")]
    [InlineData("""["?","params"]""", "node1 node2 node10")]
    [InlineData("""["&",["==","name","NODE1"]]""", "node1")]
    [InlineData("""["==","tags","old"]""", "")]
    [InlineData("""["!=","tags","old"]""", "node1 node2 node10")]
    public void The_older_release_is_laxer_about_truth_case_and_types(string filter, string names) =>
        Assert.Equal(names, Fleet.Names(Fleet.Nodes().Ask(new(["name"], Fleet.List(filter)) { Dialect = FilterDialect.Ganeti26 })));

    [Theory]
    [InlineData("""["==","mem",1]""", true, false)]
    [InlineData("""["!=","mem",1]""", false, true)]
    [InlineData("""["<","mem",1]""", true, false)]
    [InlineData("""["?","mem"]""", true, true)]
    [InlineData("""["=~","mem","x"]""", true, null)]
    [InlineData("""["=[]","mem","x"]""", true, null)]
    public void A_cell_without_value_passes_in_the_newer_release_and_equals_nothing_in_the_older(string filter, bool newer, bool? older)
    {
        var nodes = Fleet.Nodes(null, new Machine("bare", "u"));
        Assert.Equal(newer, Found(FilterDialect.Ganeti302));
        if (older is null) Assert.Throws<QueryException>(() => Found(FilterDialect.Ganeti26));
        else Assert.Equal(older, Found(FilterDialect.Ganeti26));

        bool Found(FilterDialect dialect) => nodes.Ask(new(["name"], Fleet.List(filter)) { Dialect = dialect }).Rows.Count == 1;
    }

    [Theory]
    [InlineData("""["==","received_ts",4]""", FilterDialect.Ganeti302, "3")]
    [InlineData("""["<=","received_ts",4]""", FilterDialect.Ganeti302, "1 2 3")]
    [InlineData("""["==","received_ts",4]""", FilterDialect.Ganeti26, "")]
    [InlineData("""["==","received_ts",4.5]""", FilterDialect.Ganeti26, "3")]
    [InlineData("""["<","end_ts",5]""", FilterDialect.Ganeti302, "1 2 3 5")]
    [InlineData("""["&",["==","id","3"]]""", FilterDialect.Ganeti302, "3")]
    [InlineData("""["&",["=","id","3"]]""", FilterDialect.Ganeti26, "3")]
    [InlineData("""["<","id","3"]""", FilterDialect.Ganeti302, "1 2")]
    public void Moments_compare_as_seconds_and_job_ids_as_numbers(string filter, FilterDialect dialect, string ids) =>
        Assert.Equal(ids, Fleet.Names(Fleet.Jobs(5).Ask(new(["id"], Fleet.List(filter, dialect)) { Dialect = dialect })));

    [Theory]
    [InlineData("""["==","id","abc"]""")]
    [InlineData("""["&",["<","id","abc"]]""")]
    public void A_job_id_that_is_no_number_is_refused(string filter)
    {
        var error = Assert.Throws<QueryException>(() => Fleet.Jobs().Ask(new(["id"], Fleet.List(filter))));
        Assert.Equal((QueryErrorClass.GenericError, "parsing job id: cannot parse string 'abc'"), (error.ErrorClass, error.Message));
    }
}
