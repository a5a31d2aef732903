using System.Text.RegularExpressions;
using Drover.Cli.CommandLine;
using Drover.Cli.Words;

namespace Drover.Cli.Tests.Words;

public sealed partial class LanguageTests
{
    /// <summary>What speaks English to everybody: events and the reference of opcodes, as the daemon words them; what is collected for those who help; scripts of shells.</summary>
    private static readonly string[] s_english = ["Happenings", "Explaining", "Support", "CompletionScripts.cs"];

    /// <summary>What the daemon writes, to be told from what is for people.</summary>
    private static readonly string[] s_daemon = ["\"Job canceled by request\""];

    private static readonly string s_sources = Sources();

    [Fact]
    public void All_languages_have_the_same_keys_with_the_same_places()
    {
        var english = Language.All[0].Words;
        foreach (var other in Language.All.Skip(1))
        {
            Assert.Equal(english.Keys.Order(StringComparer.Ordinal), other.Words.Keys.Order(StringComparer.Ordinal));
            Assert.All(english, word => Assert.Equal(Places(word.Value), Places(other.Words[word.Key])));
        }
    }

    [Fact]
    public void Every_key_is_used_and_every_key_that_is_used_is_there()
    {
        var code = string.Join('\n', Files().Select(File.ReadAllText));
        var used = Key().Matches(code).Select(match => match.Groups["key"].Value).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(Language.All[0].Words.Keys, key => !used.Contains(key) && !used.Contains(Counted().Replace(key, "")));
        Assert.DoesNotContain(Said().Matches(code).Select(match => match.Groups["key"].Value), key => !Language.All[0].Words.ContainsKey(key));
        Assert.DoesNotContain(Numbered().Matches(code).Select(match => match.Groups["key"].Value), key => !Language.All[0].Words.ContainsKey(key + ".one") || !Language.All[0].Words.ContainsKey(key + ".many"));
    }

    [Fact]
    public void What_verbs_and_options_are_about_is_a_key()
    {
        var tree = new CommandTree();
        var commands = tree.Root.Subcommands.SelectMany(c => c.Subcommands.Prepend(c));
        foreach (var command in commands)
        {
            IEnumerable<string?> all = [command.Description, .. command.Arguments.Select(a => a.Description), .. command.Options.Select(o => o.Description)];
            Assert.All(all, about => Assert.NotEqual(about, Language.About(about)));
        }
    }

    /// <summary>Three small words in a row are a sentence; what is typed as a command, asked as a filter, or sent to the daemon is none.</summary>
    [Fact]
    public void No_English_sentence_is_left_in_the_code()
    {
        var left = Files().Where(file => !s_english.Any(part => file.Contains($"/{part}", StringComparison.Ordinal)))
            .SelectMany(file => Code(file).SelectMany(line => Literal().Matches(line).Select(match => (Path.GetFileName(file), match.Value))))
            .Where(found => Sentence().IsMatch(found.Value) && !found.Value.Contains("drover ", StringComparison.Ordinal) && !found.Value.Contains("==", StringComparison.Ordinal) && !s_daemon.Contains(found.Value));
        Assert.Empty(left);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("en", "LANG", "C")]
    [InlineData("en", "LANG", "de_DE.UTF-8")]
    [InlineData("fr", "LANG", "fr_FR.UTF-8")]
    [InlineData("fr", "LANG", "en_GB.UTF-8", "LC_MESSAGES", "fr_CA")]
    [InlineData("en", "LANG", "fr_FR.UTF-8", "LC_MESSAGES", "fr_CA", "LC_ALL", "en_US.UTF-8")]
    [InlineData("fr", "LANG", "fr_FR.UTF-8", "LC_ALL", "")]
    [InlineData("fr", "LANG", "en_US.UTF-8", "LANGUAGE", "de:fr:en")]
    [InlineData("fr", "LANG", "fr_FR.UTF-8", "LANGUAGE", "de")]
    [InlineData("en", "LANG", "C.UTF-8", "LANGUAGE", "fr")]
    [InlineData("en", "LC_ALL", "POSIX", "LANG", "fr_FR.UTF-8", "LANGUAGE", "fr")]
    [InlineData("fr", "LC_ALL", "C", "DROVER_LANG", "fr")]
    [InlineData("en", "LANG", "fr_FR.UTF-8", "DROVER_LANG", "en")]
    [InlineData("fr", "LANG", "fr_FR.UTF-8", "DROVER_LANG", "tlh")]
    public void The_language_is_that_of_the_caller(string tag, params string[] environment) =>
        Assert.Equal(tag, LanguageChoice.Of(name => Array.IndexOf(environment, name) is >= 0 and var at ? environment[at + 1] : null).Tag);

    [Theory]
    [InlineData("en", 0, "0 jobs failed")]
    [InlineData("en", 1, "1 job failed")]
    [InlineData("en", 2000, "2000 jobs failed")]
    [InlineData("fr", 0, "0 tâche a échoué")]
    [InlineData("fr", 1, "1 tâche a échoué")]
    [InlineData("fr", 2, "2 tâches ont échoué")]
    [InlineData("fr", 2000, "2\u202f000 tâches ont échoué")]
    public void Counts_are_as_the_language_has_them(string tag, long number, string words) => In(tag, () => Assert.Equal(words, Language.Count("problem.failed", number)));

    [Fact]
    public void Decimals_have_the_point_of_the_language() => In("fr", () => Assert.Equal("1,5G", Language.Decimal("1.5G")));

    [Fact]
    public void The_help_is_in_the_language_of_the_caller_and_fits_the_screen()
    {
        var lines = French("--help").Out.TrimEnd('\n').Split('\n');
        Assert.InRange(lines.Length, 10, 23);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 79));
        Assert.Contains("usage : drover VERBE", string.Join('\n', lines), StringComparison.Ordinal);
        Assert.Contains("lister les lignes d'une ressource\n\nusage : drover get RESOURCE [options]", French("get", "--help").Out, StringComparison.Ordinal);
        Assert.Contains("bash, zsh ou fish", French("completion", "--help").Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Verbs_are_the_same_in_every_language_and_choices_too()
    {
        var help = French("--help").Out.Split([' ', ',', '\n'], StringSplitOptions.RemoveEmptyEntries);
        Assert.All(new CommandTree().Root.Subcommands, verb => Assert.Contains(verb.Name, help));
        Assert.Equal(CliRun.InProcess(["__complete", "bash", "status", "-o", ""]).Out, French("__complete", "bash", "status", "-o", "").Out);
        Assert.Equal("text\njson\n", French("__complete", "bash", "status", "-o", "").Out);
    }

    [Fact]
    public void Errors_are_in_the_language_of_the_caller_and_their_codes_are_the_same()
    {
        var result = French("wait");
        Assert.Equal(2, result.Code);
        Assert.Equal("drover: USAGE: « drover wait » veut des numéros de tâches, ou --ready\nconseil : voyez « drover wait --help »\n", result.Err);
    }

    private static CliResult French(params string[] words) => CliRun.InProcess(words, environment: static name => name == "LANG" ? "fr_FR.UTF-8" : null);

    private static void In(string tag, Action check)
    {
        var before = Language.Current;
        Language.Current = Language.All.Single(language => language.Tag == tag);
        try
        {
            check();
        }
        finally
        {
            Language.Current = before;
        }
    }

    private static List<string> Places(string text) => [.. Place().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Files() => Directory.EnumerateFiles(s_sources, "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal));

    /// <summary>Lines without comments and constants of other kinds.</summary>
    private static IEnumerable<string> Code(string file) => File.ReadLines(file).Select(line => line.TrimStart()).Where(line => !line.StartsWith("//", StringComparison.Ordinal));

    private static string Sources()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Drover.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException("This test program does not lie below the repository.");
        return Path.Combine(folder.FullName, "src", "drover");
    }

    [GeneratedRegex(@"\{[0-9][^}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Place();

    [GeneratedRegex("\"(?<key>[a-z][a-z0-9.-]*)(\\\\t[^\"]*)?\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Key();

    [GeneratedRegex("Language\\.Say\\(\"(?<key>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Said();

    [GeneratedRegex("Language\\.Count\\(\"(?<key>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Numbered();

    [GeneratedRegex(@"\.(one|many)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Counted();

    [GeneratedRegex("\"(\\\\.|[^\"\\\\])*\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Literal();

    [GeneratedRegex("[a-z]{2,} [a-z]{2,} [a-z]{2,}", RegexOptions.None, 1000)]
    private static partial Regex Sentence();
}
