using Drover.Agent.Commands;
using Drover.Nodes;
using Drover.Nodes.Commands;

namespace Drover.Agent.Tests.Commands;

/// <summary>What is kept of commands over lives of the agent and boots of the machine.</summary>
public sealed class CommandJournalTests : IDisposable
{
    private static readonly CommandSpec s_command = new(["id", "-u"], null, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1), 100);

    private readonly string _directory = Directory.CreateTempSubdirectory("drover-journal-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_was_begun_and_how_it_ended_is_known_to_the_next_life()
    {
        var first = CommandJournal.Open(_directory);
        first.Begin(Key(1), s_command);
        first.Begin(Key(2), s_command);
        first.End(Key(2), new CommandEnd(CommandEndKind.Ended, Exit: 3, Dropped: 7));
        var next = CommandJournal.Open(_directory);
        Assert.Equal([Key(1)], next.Unended);
        Assert.Null(next.Find(Key(1), s_command)!.End);
        Assert.Equal(new CommandEnd(CommandEndKind.Ended, Exit: 3, Dropped: 7), next.Find(Key(2), s_command)!.End);
        Assert.Null(next.Find(Key(3), s_command));
        Assert.Null(next.Find(Key(2), s_command with { Words = ["id", "-g"] }));
    }

    [Fact]
    public void A_torn_file_is_one_of_a_command_that_was_begun()
    {
        CommandJournal.Open(_directory).Begin(Key(1), s_command);
        var file = Assert.Single(Directory.GetFiles(_directory));
        File.WriteAllText(file, File.ReadAllText(file)[..10]);
        var next = CommandJournal.Open(_directory);
        Assert.Equal([Key(1)], next.Unended);
        Assert.NotNull(next.Find(Key(1), s_command));
    }

    [Fact]
    public void Of_more_than_a_thousand_the_oldest_that_have_ended_go()
    {
        var journal = CommandJournal.Open(_directory);
        for (var job = 1; job <= 1_002; job++)
        {
            journal.Begin(Key(job), s_command);
            if (job != 1)
                journal.End(Key(job), new CommandEnd(CommandEndKind.Ended, Exit: 0));
        }
        Assert.Equal(1_000, Directory.GetFiles(_directory).Length);
        Assert.NotNull(journal.Find(Key(1), s_command));
        Assert.Null(journal.Find(Key(2), s_command));
        Assert.NotNull(journal.Find(Key(1_002), s_command));
    }

    private static CommandKey Key(long job) => new(job, 0, 2);
}
