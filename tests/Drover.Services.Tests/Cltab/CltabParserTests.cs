using System.Text;
using Drover.Services.Cltab;

namespace Drover.Services.Tests.Cltab;

public sealed class CltabParserTests
{
    [Fact]
    public void A_command_is_the_rest_of_the_line_with_colons_and_blanks()
    {
        var entry = One("web:httpd:12:respawn: /bin/sh -c 'a:b' :: c ");
        Assert.Equal(("web", "httpd", "12", CltabMode.Respawn), (entry.Group, entry.Tag, entry.Levels.Text, entry.Mode));
        Assert.Equal(" /bin/sh -c 'a:b' :: c ", entry.Command.Text);
    }

    [Fact]
    public void Blanks_around_fields_are_kept()
    {
        var entry = One("g: t :1:once:x");
        Assert.Equal(" t ", entry.Tag);
    }

    [Fact]
    public void A_carriage_return_at_the_end_is_dropped_and_one_inside_is_kept() =>
        Assert.Equal("a\rb", One("g:t:1:once:a\rb\r\n").Command.Text);

    [Fact]
    public void Comments_and_blank_lines_are_skipped_and_counted()
    {
        var document = Parse("# a comment:with:many:colons:x\n \t\n\ng:t:1:once:x");
        Assert.Empty(document.Problems);
        Assert.Equal(4, document.Groups.Single().Entries.Single().Line);
    }

    [Fact]
    public void Entries_of_a_group_need_not_stand_together_and_keep_their_order()
    {
        var document = Parse("b:b1:1:once:x\na:a1:1:once:x\nb:b2:1:once:x\n");
        Assert.Equal(["b", "a"], document.Groups.Select(g => g.Name));
        Assert.Equal(["b1", "b2"], document.Groups[0].Entries.Select(e => e.Tag));
    }

    [Theory]
    [InlineData("g:t:1:once:echo \u263a")]
    [InlineData("g:t:1:once:")]
    public void Valid_utf8_keeps_its_bytes(string start)
    {
        var bytes = Encoding.UTF8.GetBytes(start + "x\u00e4");
        Assert.Equal(bytes[11..], CltabParser.Parse(bytes, "f").Groups[0].Entries[0].Command.ToBytes());
    }

    [Fact]
    public void Any_other_bytes_are_kept_as_latin_1()
    {
        byte[] bytes = [.. "g:t\u00e4:1:once:echo "u8[..3], 0xe4, .. ":1:once:echo "u8, 0xff, 0x80, (byte)'x'];
        var entry = CltabParser.Parse(bytes, "f").Groups[0].Entries[0];
        Assert.Equal("t\u00e4", entry.Tag);
        Assert.Equal([.. "echo "u8, 0xff, 0x80, (byte)'x'], entry.Command.ToBytes());
    }

    [Fact]
    public void Every_byte_of_a_command_comes_back_save_line_ends_and_zero()
    {
        var command = Enumerable.Range(1, 255).Where(b => b is not '\n').Select(b => (byte)b).ToArray();
        byte[] bytes = [.. "g:t:1:once:"u8, .. command];
        Assert.Equal(command, CltabParser.Parse(bytes, "f").Groups[0].Entries[0].Command.ToBytes());
    }

    [Fact]
    public void All_errors_are_reported_at_once_in_the_order_of_the_file()
    {
        var document = Parse("garbage\na:t1:1:wiat:x\na:t1:1:once:x\n:::socket:\n:nogroup:1:once:x\nb::1:once:x\nb:t2:1:once:\nc:t3:1:once:x");
        Assert.Equal([(1, null), (2, "a"), (3, "a"), (4, null), (5, null), (6, "b"), (7, "b")], document.Problems.Select(p => (p.Line, p.Group)));
        Assert.All(document.Problems, p => Assert.Equal(CltabSeverity.Error, p.Severity));
        Assert.Empty(document.ErrorsOf("c"));
    }

    [Fact]
    public void Several_errors_of_one_line_are_all_reported() =>
        Assert.Equal([(1, 3), (1, 6), (1, 11)], Parse("g::1:Once:").Problems.Select(p => (p.Line, p.Column)));

    [Theory]
    [InlineData("Respawn", "respawn")]
    [InlineData("respawn ", "respawn")]
    public void A_mode_that_is_nearly_right_gets_a_hint(string written, string meant) =>
        Assert.Contains($"write {meant},", Parse($"g:t:1:{written}:x").Problems.Single().Text, StringComparison.Ordinal);

    [Fact]
    public void A_tag_is_used_once_in_the_whole_file_and_the_later_line_is_the_error()
    {
        var document = Parse("a:t:1:once:x\nb:t:1:once:x\n");
        Assert.Empty(document.ErrorsOf("a"));
        Assert.Equal((2, 3), (document.ErrorsOf("b")[0].Line, document.ErrorsOf("b")[0].Column));
    }

    [Fact]
    public void Tags_are_not_patterns() => Assert.Empty(Parse("a:axb:1:once:x\na:a.b:1:once:x\n").Problems);

    [Fact]
    public void A_byte_order_mark_is_an_error_of_the_first_group()
    {
        var document = CltabParser.Parse([.. Encoding.UTF8.Preamble, .. "g:t:1:once:x"u8], "f");
        Assert.Equal("g", document.Problems.Single().Group);
    }

    [Fact]
    public void A_zero_byte_is_an_error_with_its_column() =>
        Assert.Equal((1, 13, "g"), Parse("g:t:1:once:x\0y").Problems.Select(p => (p.Line, p.Column, p.Group)).Single());

    [Theory]
    [InlineData("g\u001b:t:1:once:x", 1, "the name of the group holds a control character (U+001B) at character 2; remove it")]
    [InlineData("g:t\u0007:1:once:x", 3, "the tag holds a control character (U+0007) at character 2; remove it")]
    [InlineData("g:t:1,a\tb:once:x", 5, "a name of a level holds a control character (U+0009) at character 2; remove it")]
    public void Names_that_cannot_be_shown_are_errors_with_their_column(string line, int column, string text) =>
        Assert.Equal((1, column, text), Parse(line).Problems.Select(p => (p.Line, p.Column, p.Text)).Single());

    [Fact]
    public void A_name_of_more_than_255_characters_is_an_error() =>
        Assert.Equal("the name of the group has 256 characters; at most 255 are allowed", Parse($"{new string('g', 256)}:t:1:once:x").Problems.Single().Text);

    [Fact]
    public void Off_needs_no_command() => Assert.Empty(Parse("g:t:1:off:").Problems);

    [Fact]
    public void Settings_are_read_anywhere_and_keep_colons()
    {
        var settings = Parse("g:t:1:once:x\n:::socket:/run/a:b\n:::clstat:/run/c\n:::log:/var/log/x\n").Settings;
        Assert.Equal(("/run/a:b", "/run/c", "/var/log/x"), (settings.Socket, settings.Clstat, settings.Log));
    }

    [Fact]
    public void A_setting_given_twice_is_a_warning_and_the_later_wins()
    {
        var document = Parse(":::socket:/a\n:::socket:/b\n");
        Assert.Equal("/b", document.Settings.Socket);
        Assert.Equal(CltabSeverity.Warning, document.Problems.Single().Severity);
        Assert.False(document.HasErrors);
    }

    [Fact]
    public void A_problem_is_described_as_compilers_do() =>
        Assert.Equal("/etc/cltab:1:8: error: 1 of 5 fields found; write group:tag:levels:mode:command",
            Parse("garbage").Problems[0].Describe("/etc/cltab"));

    [Fact]
    public void A_file_with_more_than_a_thousand_errors_is_not_read_to_its_end()
    {
        Assert.Equal(1_000, Parse(string.Concat(Enumerable.Repeat("garbage\n", 1_000))).Problems.Length);
        var refusal = Assert.Throws<CltabException>(() => Parse(string.Concat(Enumerable.Repeat("garbage\n", 1_001))));
        Assert.Equal("CLTAB_TOO_MANY_ERRORS", refusal.Code);
        Assert.Contains("line:1:8:", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Random_bytes_never_make_the_parser_fail()
    {
        for (var seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            var bytes = new byte[random.Next(400)];
            random.NextBytes(bytes);
            for (var i = 0; i < bytes.Length; i++)
                bytes[i] = random.Next(3) == 0 ? ":::#\n\r.,gt1"u8[random.Next(11)] : bytes[i];
            var document = CltabParser.Parse(bytes, $"seed {seed}");
            Assert.All(document.Problems, p => Assert.True(p.Line > 0 && p.Column > 0 && p.Text.Length > 0, $"seed {seed}"));
        }
    }

    private static CltabDocument Parse(string text) => CltabParser.Parse(text, "f");

    private static CltabEntry One(string line)
    {
        var document = Parse(line);
        Assert.Empty(document.Problems);
        return document.Groups.Single().Entries.Single();
    }
}
