using Drover.Tests.Shared;

namespace Drover.Yaml.Tests;

/// <summary>Texts and values by the thousand, read by Debian's PyYAML and by us.</summary>
public sealed class PyYamlComparisonTests
{
    private const int Seed = 20230101;

    public PyYamlComparisonTests() => PyYaml.SkipUnlessThere();

    [Fact]
    public void Scalars_on_the_border_between_two_types_have_the_type_and_value_that_PyYAML_gives_them()
    {
        var random = new RandomYaml(Seed);
        Compare([.. Enumerable.Range(0, TestScale.Of(20_000)).Select(i => i % 4 == 0 ? $"! \"{random.Borderline()}\"" : i % 4 == 1 ? $"a: {random.Borderline()}" : random.Borderline())]);
    }

    [Fact]
    public void Pieces_of_YAML_thrown_together_are_read_as_PyYAML_reads_them_or_refused()
    {
        var random = new RandomYaml(Seed + 1);
        // The scanner beneath refuses a few oddities that libyaml reads; StrictScanner names them. It must never read one as something else.
        Compare([.. Enumerable.Range(0, TestScale.Of(20_000)).Select(_ => random.Soup())], refusedOfThousand: 3);
    }

    [Fact]
    public void What_is_written_as_a_block_PyYAML_reads_as_equal_data()
    {
        var random = new RandomYaml(Seed + 2);
        Written([.. Enumerable.Range(0, TestScale.Of(4_000)).Select(_ => random.Value())], YamlWriter.Block);
    }

    [Fact]
    public void What_is_written_as_one_line_is_one_and_PyYAML_reads_it_as_equal_data()
    {
        var random = new RandomYaml(Seed + 3);
        var values = Enumerable.Range(0, TestScale.Of(4_000)).Select(_ => random.Value()).ToList();
        Assert.DoesNotContain(values.Select(YamlWriter.Flow), line => line.AsSpan().ContainsAny("\n\r\u0085\u2028\u2029"));
        Written(values, YamlWriter.Flow);
    }

    private static void Compare(List<string> texts, int refusedOfThousand = 0)
    {
        var theirs = PyYaml.Read(texts);
        var differences = texts.Select((text, i) => (Text: text, Theirs: theirs[i], Ours: Read(text))).Where(row => row.Ours != row.Theirs).ToList();
        var refused = differences.RemoveAll(row => refusedOfThousand > 0 && row.Ours == "error");
        Assert.InRange(refused * 1000 / texts.Count, 0, refusedOfThousand);
        Assert.True(differences.Count == 0, $"seed {Seed}: {differences.Count} of {texts.Count} differ, e.g.\n{string.Join('\n', differences.DistinctBy(row => row.Text).OrderBy(row => row.Text.Length).Take(20)
            .Select(row => $"{System.Text.Json.JsonSerializer.Serialize(row.Text)}: PyYAML {row.Theirs}, we {row.Ours}"))}");
    }

    private static void Written(List<YamlNode> values, Func<YamlNode, string> write)
    {
        var texts = values.Select(write).ToList();
        var theirs = PyYaml.Read(texts);
        for (var i = 0; i < texts.Count; i++)
        {
            var meant = PyYaml.Canonical(values[i]);
            Assert.True(meant == theirs[i], $"seed {Seed}, value {i}: PyYAML reads\n{texts[i]}\nas {theirs[i]}\nnot {meant}");
            Assert.True(meant == Read(texts[i]), $"seed {Seed}, value {i}: we read\n{texts[i]}\nas {Read(texts[i])}\nnot {meant}");
        }
    }

    private static string Read(string text)
    {
        try
        {
            return PyYaml.Canonical(YamlReader.Read(text, YamlRules.Safe));
        }
        catch (YamlException)
        {
            return "error";
        }
    }
}
