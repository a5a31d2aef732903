using Drover.Cli.CommandLine;

namespace Drover.Cli.Tests.CommandLine;

/// <summary>The rule of short words, on a table made for it: what Licorn's <c>get</c> knows.</summary>
public sealed class WordTableTests
{
    private static readonly (string Word, string Meaning)[] s_licorn =
    [
        ("users", "users"), ("passwd", "users"), ("groups", "groups"), ("profiles", "profiles"), ("machines", "machines"), ("clients", "machines"), ("tasks", "tasks"),
        ("configuration", "configuration"), ("privileges", "privileges"), ("keywords", "keywords"), ("tags", "keywords"), ("daemon_status", "daemon_status"), ("events", "events"),
        ("inside", "inside"), ("volumes", "volumes"),
    ];

    [Theory]
    [InlineData("users", nameof(WordFit.Whole), "users")]
    [InlineData("Users", nameof(WordFit.Whole), "users")]
    [InlineData("u", nameof(WordFit.Beginning), "users")]
    [InlineData("us", nameof(WordFit.Beginning), "users")]
    [InlineData("usr", nameof(WordFit.Letters), "users")]
    [InlineData("grp", nameof(WordFit.Letters), "groups")]
    [InlineData("pro", nameof(WordFit.Beginning), "profiles")]
    [InlineData("pa", nameof(WordFit.Beginning), "passwd")]
    [InlineData("kw", nameof(WordFit.Letters), "keywords")]
    [InlineData("stat", nameof(WordFit.Letters), "daemon_status")]
    [InlineData("conf", nameof(WordFit.Beginning), "configuration")]
    [InlineData("cfg", nameof(WordFit.Letters), "configuration")]
    [InlineData("in", nameof(WordFit.Beginning), "inside")]
    [InlineData("p", nameof(WordFit.Ambiguous), "passwd, privileges or profiles")]
    [InlineData("pr", nameof(WordFit.Ambiguous), "privileges or profiles")]
    [InlineData("t", nameof(WordFit.Ambiguous), "tags or tasks")]
    [InlineData("ds", nameof(WordFit.Ambiguous), "daemon_status or keywords")]
    [InlineData("tt", nameof(WordFit.Letters), "daemon_status")]
    [InlineData("uu", nameof(WordFit.None), "")]
    [InlineData("gg", nameof(WordFit.None), "")]
    [InlineData("usersx", nameof(WordFit.None), "")]
    [InlineData("", nameof(WordFit.None), "")]
    public void A_word_is_whole_or_the_only_one_that_begins_so_or_the_only_one_with_these_letters(string given, string fit, string candidates)
    {
        var match = new WordTable<string>(s_licorn).Find(given);
        Assert.Equal((fit, candidates), (match.Fit.ToString(), match.Candidates));
    }

    [Fact]
    public void A_beginning_goes_before_letters_and_words_for_one_thing_do_not_compete()
    {
        var table = new WordTable<string>([("clear", "a"), ("clears", "a"), ("color", "b"), ("reclear", "c")]);
        Assert.Equal("a", table.Find("cle").Only);
        Assert.Equal("clear, color or reclear", table.Find("clr").Candidates);
    }

    [Fact]
    public void What_is_added_to_the_table_can_be_written_short_and_makes_others_ambiguous()
    {
        var table = new WordTable<string>([.. s_licorn, ("userstats", "userstats")]);
        Assert.Equal("users or userstats", table.Find("u").Candidates);
        Assert.Equal(("users", "userstats"), (table.Find("users").Only, table.Find("userst").Only));
    }
}
