namespace Drover.Yaml.Tests;

/// <summary>What a person sees of a text that was written here.</summary>
public sealed class WriterTests
{
    [Fact]
    public void A_block_keeps_the_order_and_puts_quotes_where_a_text_would_be_read_as_something_else()
    {
        const string Text = """
            job_name: a test
            context:
              arch: amd64
              mac: "52:54:00:12:34:56"
              version: "1.10"
            actions:
            - deploy:
                to: tmpfs
                timeout:
                  minutes: 5
            - test:
                steps:
                - - nested
                  - list
                - |
                  echo one
                    echo two
            empty: {}
            none: null
            flags: []

            """;
        Assert.Equal(Text, YamlWriter.Block(YamlReader.Read(Text, YamlRules.Safe)));
    }

    [Fact]
    public void One_line_has_every_text_in_double_quotes_and_other_values_plain() =>
        Assert.Equal("""{"lvl": "target", "n": 165, "f": 1.0E+22, "t": true, "e": null, "msg": "\e[0m caf é 😀 \"q\" \\ \u2028 \uFFFD", "l": ["5", []]}""".Replace("\\u2028", "\\L", StringComparison.Ordinal),
            YamlWriter.Flow(new YamlMap([
                ("lvl", YamlScalar.Of("target")), ("n", YamlScalar.Of(165)), ("f", YamlScalar.Of(1e22)), ("t", YamlScalar.Of(true)), ("e", YamlScalar.None),
                ("msg", YamlScalar.Of("\u001b[0m caf é 😀 \"q\" \\ \u2028 \ud83d")), ("l", new YamlList([YamlScalar.Of("5"), new YamlList([])])),
            ])));
}
