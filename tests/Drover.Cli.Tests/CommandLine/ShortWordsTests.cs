using System.Text;
using Drover.Cli.CommandLine;
using Drover.Cli.Terminal;

namespace Drover.Cli.Tests.CommandLine;

/// <summary>Verbs that are written short, by the tree of verbs itself.</summary>
public sealed class ShortWordsTests
{
    [Theory]
    [InlineData("ge jobs", "get jobs")]
    [InlineData("SHO 17", "show 17")]
    [InlineData("can 17", "cancel 17")]
    [InlineData("sbmt test-delay", "submit test-delay")]
    [InlineData("add wo w1", "add worker w1")]
    [InlineData("ad device-t qemu", "add device-type qemu")]
    [InlineData("add dt qemu", "add device-type qemu")]
    [InlineData("au ver", "audit verify")]
    [InlineData("--socket /s ge get", "--socket /s get get")]
    [InlineData("--socket=/s -h ge", "--socket=/s -h get")]
    [InlineData("get jo", "get jo")]
    [InlineData("get status --full", "status --full")]
    [InlineData("--socket /s ge status", "--socket /s status")]
    [InlineData("gte jobs", "gte jobs")]
    [InlineData("--frob ge", "--frob ge")]
    [InlineData("-- ge", "-- ge")]
    public void Verbs_written_short_are_made_whole_and_nothing_else_is_touched(string line, string whole) =>
        Assert.Equal(whole.Split(' '), ShortWords.Expand(new CommandTree(), line.Split(' '), Screen.Hidden(static _ => { })));

    [Fact]
    public void Whatever_verb_there_is_can_be_written_short_and_is_found_whole()
    {
        var tree = new CommandTree();
        foreach (var owner in tree.Root.Subcommands.Where(c => c.Subcommands.Count > 0).Append(tree.Root))
        {
            foreach (var verb in owner.Subcommands)
            {
                Assert.Equal((WordFit.Whole, verb), (tree.Find(owner, verb.Name).Fit, tree.Find(owner, verb.Name).Only));
                var shorter = verb.Name[..^1];
                var match = tree.Find(owner, shorter);
                Assert.True(match.Found.Any(f => f.Meaning == verb) || ForeignVerbs.Lead(shorter) is not null || match.Fit == WordFit.Whole, shorter);
            }
        }
    }

    [Theory]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    public void A_script_is_told_to_write_the_whole_word_and_a_person_is_not(bool output, bool input, bool isTold)
    {
        using var error = new MemoryStream();
        var screen = new Screen(Stream.Null, error, static () => Stream.Null) { OutIsTerminal = output, InIsTerminal = input };
        _ = ShortWords.Expand(new CommandTree(), ["ge", "jobs"], screen);
        screen.Flush();
        Assert.Equal(isTold ? "hint: 'ge' is taken for 'get'; write the whole word in scripts, a short one may come to mean another\n" : "", Encoding.UTF8.GetString(error.ToArray()));
    }

    [Fact]
    public void What_ends_something_or_takes_it_away_is_marked_so()
    {
        var tree = new CommandTree();
        var marked = tree.Root.Subcommands.Where(tree.IsDestructive).Select(c => c.Name).Order(StringComparer.Ordinal);
        Assert.Equal(["archive", "break-locks", "cancel", "del", "drain", "exec", "move", "reread", "restart", "shutdown", "signal", "stop", "tell"], marked);
        Assert.True(tree.IsDestructive(tree.Find(tree.Find(tree.Root, "audit").Only!, "accept-loss").Only!));
        Assert.True(tree.IsDestructive(tree.Find(tree.Find(tree.Root, "token").Only!, "del").Only!));
    }

    [Fact]
    public async Task A_short_verb_does_what_the_whole_one_does()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /v1/query/job/fields", Canned.JobFields).On("GET /v1/query/job", Canned.Page(1, 2, null));
        var whole = daemon.Run("get", "jobs", "-o", "name");
        var shorter = daemon.Run("gt", "jobs", "-o", "name");
        Assert.Equal((0, "1\n2\n"), (whole.Code, whole.Out));
        Assert.Equal((whole.Code, whole.Out), (shorter.Code, shorter.Out));
    }

    [Fact]
    public void The_help_of_a_short_verb_is_that_of_the_whole_one()
    {
        Assert.Equal(CliRun.InProcess(["cancel", "--help"]).Out, CliRun.InProcess(["can", "--help"]).Out);
        Assert.Equal(CliRun.InProcess(["cancel", "--help"]).Out, CliRun.InProcess(["help", "cncl"]).Out);
    }
}
