namespace Drover.Services.Tests.Groups;

public sealed class ScenarioTests
{
    /// <summary>Scenarios of the specification that have no pure part: wire, files, real surroundings of a process, command line.</summary>
    private static readonly string[] s_elsewhereOnly = ["C1", "N10", "N12", "N22", "N23", "N27", "N28", "N30", "N31"];

    public static TheoryData<string> Titles => [.. Scenario.ReadAll().Select(s => s.Title)];

    [Theory]
    [MemberData(nameof(Titles))]
    public void Scenario_runs_as_written(string title) => Scenario.ReadAll().Single(s => s.Title == title).Run();

    [Fact]
    public void Every_case_of_the_specification_with_a_pure_part_has_a_scenario()
    {
        var all = Enumerable.Range(1, 12).Select(i => $"C{i}").Concat(Enumerable.Range(1, 33).Select(i => $"N{i}"));
        var written = Scenario.ReadAll().Select(s => s.Title.Split(' ')[0]);
        Assert.Empty(all.Except(s_elsewhereOnly).Except(written));
    }

    [Fact]
    public void Titles_of_scenarios_are_unique() =>
        Assert.Empty(Scenario.ReadAll().GroupBy(s => s.Title).Where(g => g.Count() > 1).Select(g => g.Key));
}
