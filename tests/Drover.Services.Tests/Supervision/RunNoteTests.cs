using Drover.Services.Cltab;
using Drover.Services.Processes;
using Drover.Services.Supervision;

namespace Drover.Services.Tests.Supervision;

public sealed class RunNoteTests
{
    private static readonly CltabEntry Entry = CltabParser.Parse("g:t:1,long:respawn:/bin/x line=1 a:b", "f").Groups[0].Entries[0];

    [Fact]
    public void A_note_is_one_readable_line()
    {
        var account = new ProcessAccount(3, ExitStatus.Killed(9) with { IsOutOfMemory = true }, TimeSpan.FromSeconds(12.5), Hits: 2, Pauses: 1);
        Assert.Equal("run=7 restarts=3 hits=2 pauses=1 died=12500 signal=9 out-of-memory=yes line=g:t:1,long:respawn:/bin/x line=1 a:b",
            new RunNote(7, Entry, account).Write());
        Assert.Equal("run=1 line=g:t:1,long:respawn:/bin/x line=1 a:b", new RunNote(1, Entry, ProcessAccount.None).Write());
    }

    [Fact]
    public void What_was_written_is_read()
    {
        // A boot of some years ago: more milliseconds than an int holds.
        var years = TimeSpan.FromDays(2000);
        foreach (ExitStatus? exit in new ExitStatus?[] { null, ExitStatus.Unknown, ExitStatus.Exited(0), ExitStatus.Exited(255), ExitStatus.Killed(9) with { IsOutOfMemory = true } })
        {
            var note = new RunNote(7, Entry, new ProcessAccount(3, exit, years, 2, 1));
            Assert.Equal(note, RunNote.Read(note.Write()));
        }
    }

    [Fact]
    public void A_command_in_Latin_1_is_the_same_afterwards()
    {
        var entry = CltabParser.Parse([.. "g:t:1:once:/bin/echo caf"u8, 0xe9], "f").Groups[0].Entries[0];
        Assert.True(entry.Command.IsLatin1);
        var read = RunNote.Read(new RunNote(1, entry, ProcessAccount.None).Write()).Entry!;
        Assert.Equal(entry.Command, read.Command);
        Assert.Equal([.. "/bin/echo caf"u8, 0xe9], read.Command.ToBytes());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("run= restarts=x hits=-1 died")]
    [InlineData("something else")]
    public void What_cannot_be_read_is_a_first_run_of_an_unknown_entry(string? note) =>
        Assert.Equal(new RunNote(1, null, ProcessAccount.None), RunNote.Read(note));

    [Fact]
    public void Words_of_a_later_version_are_skipped() =>
        Assert.Equal(new RunNote(2, Entry, ProcessAccount.None with { Hits = 4 }), RunNote.Read("colour=green run=2 hits=4 line=g:t:1,long:respawn:/bin/x line=1 a:b"));
}
