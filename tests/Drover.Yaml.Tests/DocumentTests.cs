using Drover.Tests.Shared;

namespace Drover.Yaml.Tests;

/// <summary>Maps, tags, aliases and the borders of a document.</summary>
public sealed class DocumentTests
{
    [Theory]
    [InlineData("a: 1\na: 2\n", "{text 0061: int 0x2}")]
    [InlineData("1: x\nyes: y\n1.0: z\n", "{int 0x1: text 007a}")]
    [InlineData("~: x", "{none: text 0078}")]
    [InlineData("a:\tb", "{text 0061: text 0062}")]
    [InlineData("{=: 1}", "{text 003d: int 0x1}")]
    [InlineData("base: &b {x: 1, y: 2}\nown:\n  <<: *b\n  y: 3\n", "", "{text 006f0077006e: {text 0078: int 0x1, text 0079: int 0x3}}")]
    [InlineData("<<: [{a: 1, b: 1}, {a: 2, c: 3}]\nb: 9\n", "{text 0061: int 0x1, text 0063: int 0x3, text 0062: int 0x9}")]
    [InlineData("\"<<\": {b: 1}\n", "{text 003c003c: {text 0062: int 0x1}}")]
    [InlineData("!!set {b, a}", "set{text 0061, text 0062}")]
    [InlineData("!!omap [a: 1, b: 2]", "[[text 0061, int 0x1], [text 0062, int 0x2]]")]
    [InlineData("!!pairs [a: 1, a: 2]", "[[text 0061, int 0x1], [text 0061, int 0x2]]")]
    [InlineData("! [a]", "[text 0061]")]
    [InlineData("{a:1}", "{text 0061003a0031: none}")]
    [InlineData("\ufeffa: 1", "{text 0061: int 0x1}")]
    [InlineData("[&a [1], *a]", "[[int 0x1], [int 0x1]]")]
    public void A_document_has_the_values_that_PyYAML_gives_it(string text, string expected, string? part = null)
    {
        var read = YamlReader.Read(text, YamlRules.Safe);
        Assert.Equal(part is null ? expected : part, PyYaml.Canonical(part is null ? read : new YamlMap([Assert.IsType<YamlMap>(read).Entry("own")!.Value])));
    }

    [Theory]
    [InlineData("a: 1\n--- 2\n", 2, 1, "a second document begins here")]
    [InlineData("a: 1\n...\nmore", 3, 1, "document")]
    [InlineData("a: 1\n\tb: 2\n", 2, 1, "a tab cannot indent YAML: write blanks instead")]
    [InlineData("a: 1\nb: [1, 2\nc: 3", 2, 6, "this is not YAML")]
    [InlineData("a: b: c", 1, 4, "this is not YAML")]
    [InlineData("? [1, 2]\n: b", 1, 3, "a key must be a single value")]
    [InlineData("x: \"\\ud83d\\ude00\"", 1, 4, "half a character as JSON writes it")]
    [InlineData("x: 'a\u0001b'", 1, 6, "U+0001 cannot stand in YAML")]
    [InlineData("x: &a 1\ny: &a 2", 2, 4, "the anchor &a is there already, in line 1")]
    [InlineData("x: *a", 1, 4, "no anchor &a stands before the alias *a")]
    [InlineData("x: &a [*a]", 1, 8, "a value cannot hold itself")]
    [InlineData("x:\n  <<: 3", 2, 7, "a merge key (<<) takes a map")]
    [InlineData("x: !foo {a: 1}", 1, 4, "the tag !foo is not known here: leave it out")]
    [InlineData("%YAML 1.3\n---\nx", 1, 1, "the text is read as YAML 1.1")]
    [InlineData("!!seq {a: 1}", 1, 1, "the tag !!seq cannot stand before a map")]
    public void An_error_names_the_place_and_the_remedy_in_one_line(string text, int line, int column, string reason)
    {
        var error = Assert.Throws<YamlException>(() => YamlReader.Read(text, YamlRules.Safe));
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Half_a_character_is_refused() => Assert.Equal("line 2, column 4: the character U+D83D cannot stand in YAML: write it as an escape in double quotes", Refused("a: 😀\nx: \ud83d"));

    [Fact]
    public void Nodes_know_where_they_stand()
    {
        var map = Assert.IsType<YamlMap>(YamlReader.Read("a: 1\nb:\n- x\n- y: {z: 1}\n", YamlRules.Safe));
        var list = Assert.IsType<YamlList>(map.Find("b"));
        var inner = Assert.IsType<YamlMap>(list[1]).Entry("y")!.Value;
        Assert.Equal((3, 1), (list.Line, list.Column));
        Assert.Equal((4, 3), (inner.Key.Line, inner.Key.Column));
        Assert.Equal((4, 6), (inner.Value.Line, inner.Value.Column));
    }

    [Fact]
    public void A_key_is_found_among_many_and_only_by_its_text()
    {
        var map = Assert.IsType<YamlMap>(YamlReader.Read(string.Concat(Enumerable.Range(0, 50).Select(i => $"k{i}: {i}\n")) + "7: number\nk7: later\n", YamlRules.Safe));
        Assert.Equal("later", map.Find("k7")?.AsText());
        Assert.Null(map.Find("7"));
        Assert.Equal("k7", map[7].Key.Text);
        Assert.Equal(51, map.Count);
    }

    [Theory]
    [InlineData("!custom \"5\"", "text 0035")]
    [InlineData("!custom 5", "int 0x5")]
    [InlineData("!custom [5]", "[int 0x5]")]
    [InlineData("!!python/tuple [5]", "[int 0x5]")]
    [InlineData("!!python/object/apply:decimal.Decimal [\"3.50\"]", "text 0033002e00350030")]
    [InlineData("!!python/object/apply:decimal.Decimal [\"1E+400\"]", "text 00310045002b003400300030")]
    [InlineData("!!python/object/apply:collections.OrderedDict [[[\"a\", ! \"1\"], [\"b\", \"x\"]]]", "{text 0061: int 0x1, text 0062: text 0078}")]
    [InlineData("!!python/object/apply:collections.OrderedDict\ndictitems: {a: 1}\n", "{text 0061: int 0x1}")]
    [InlineData("!!python/object/apply:collections.OrderedDict []", "{}")]
    [InlineData("!!python/object/apply:os.system [\"ls\"]", "[text 006c0073]")]
    [InlineData("{a: ! \"165\", b: !!int \"165\", c: ! \"165x\"}", "{text 0061: int 0xa5, text 0062: int 0xa5, text 0063: text 0031003600350078}")]
    public void Lenient_rules_read_the_data_inside_of_objects(string text, string expected) => Assert.Equal(expected, PyYaml.Canonical(YamlReader.Read(text, YamlRules.Lenient)));

    [Fact]
    public void A_log_line_has_the_characters_that_the_board_sent()
    {
        var line = Assert.IsType<YamlMap>(YamlReader.Read("""{"dt": "2023-01-01T01:02:03.000004", "lvl": "target", "msg": "\0\a\v\x7F\xE9\_\L\N\U0001F600\uFFFD\/"}""", YamlRules.Lenient));
        Assert.Equal("\0\a\v\u007fé\u00a0\u2028\u0085😀\ufffd/", line.Find("msg")!.AsText());
        Assert.Equal("2023-01-01T01:02:03.000004", line.Find("dt")!.AsText());
    }

    [Fact]
    public void Aliases_cannot_stand_for_more_than_fits()
    {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 9).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n"));
        Assert.Contains("more than 100000 values", Refused(bomb), StringComparison.Ordinal);
        var merges = "a0: &a0 {x: 1, y: 2}\n" + string.Concat(Enumerable.Range(1, 20).Select(i => $"a{i}: &a{i} {{<<: [*a{i - 1}, *a{i - 1}]}}\n"));
        Assert.Contains("more than 100000", Refused(merges), StringComparison.Ordinal);
    }

    [Fact]
    public void Levels_nodes_and_characters_have_an_end()
    {
        Assert.Contains("more than 100 lists and maps", Refused(new string('[', 101) + new string(']', 101)), StringComparison.Ordinal);
        Assert.IsType<YamlList>(YamlReader.Read(new string('[', 100) + new string(']', 100), YamlRules.Safe));
        var chain = "a0: &a0 [x]\n" + string.Concat(Enumerable.Range(1, 200).Select(i => $"a{i}: &a{i} [*a{i - 1}]\n"));
        Assert.Contains("more than 100 lists and maps", Refused(chain), StringComparison.Ordinal);
        Assert.Contains("more than 100000 values", Refused($"[{string.Join(',', Enumerable.Repeat("1", 100_000))}]"), StringComparison.Ordinal);
        Assert.Contains("at most 10 are read", Assert.Throws<YamlException>(() => YamlReader.Read("12345678901", YamlRules.Safe with { LongestText = 10 })).Message, StringComparison.Ordinal);
    }

    private static string Refused(string text) => Assert.Throws<YamlException>(() => YamlReader.Read(text, YamlRules.Safe)).Message;
}
