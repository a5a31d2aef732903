using Drover.Nodes.Services;
using Drover.Services.Cltab;
using Drover.Services.Processes;
using Drover.Services.Settings;
using Drover.Services.Supervision;

namespace Drover.Services.Tests.Supervision;

public sealed class RunNoteTests
{
    private static readonly ProcessKey s_key = new("n1", "g", "t");
    private static readonly CltabEntry s_entry = Parse("g:t:1,long:respawn:/bin/x line=1 a:b");

    /// <summary>A value of each key that is not its default, and whether a change to it needs a restart.</summary>
    public static TheoryData<string, string, bool> Options => new()
    {
        { "user", "www-data", true }, { "group", "4711", true }, { "directory", "/srv/a b", true }, { "env-file", "/etc/x.env", true },
        { "env", "A=1", true }, { "umask", "027", true }, { "nice", "-7", true }, { "timeout", "3s", false }, { "reload", "/bin/r 1", false }, { "stop", "/bin/s", false },
        { "ready", "notify", true }, { "ready-timeout", "1500ms", true }, { "cgroup", "no", true },
        { "limit-nofile", "77", true }, { "limit-core", "0", true }, { "limit-processes", "9", true }, { "limit-memory", "3G", true }, { "limit-cpu", "150", true },
        { "stop-signal", "USR2", false }, { "stop-timeouts", "0.1234567s,1h", false }, { "restart", "on-failure", false }, { "restart-limit", "0", false },
        { "restart-window", "2m", false }, { "restart-pause", "1ms", false }, { "restart-backoff", "1.1", false }, { "restart-pause-max", "24h", false }, { "log-size", "64k", false },
    };

    [Fact]
    public void A_note_is_data()
    {
        var account = new ProcessAccount(3, ExitStatus.Killed(9) with { IsOutOfMemory = true }, TimeSpan.FromSeconds(12.5), Hits: 2, Pauses: 1);
        Assert.Equal(
            """
            {"run":7,"restarts":3,"hits":2,"pauses":1,"died":12500,"last_exit":{"signal":9,"out_of_memory":true},"entry":{"levels":"1,long","mode":"respawn","command":"/bin/x line=1 a:b","options":{"stop-signal":"INT","stop-timeouts":"5s,10s","restart":"always","restart-limit":"5","restart-window":"1s","restart-pause":"60s","restart-backoff":"1","restart-pause-max":"900s","ready":"none","ready-timeout":"90s","cgroup":"yes","log-size":"10485760"}}}
            """,
            new RunNote(7, s_entry, account).Write().ToString());
    }

    [Fact]
    public void What_was_written_is_read()
    {
        // A boot of some years ago: more milliseconds than an int holds.
        var years = TimeSpan.FromDays(2000);
        foreach (ExitStatus? exit in new ExitStatus?[] { null, ExitStatus.Unknown, ExitStatus.Exited(0), ExitStatus.Exited(255), ExitStatus.Killed(9) with { IsOutOfMemory = true } })
        {
            var note = new RunNote(7, s_entry with { Line = 0 }, new ProcessAccount(3, exit, years, 2, 1) { IsOverdue = exit is null });
            Assert.Equal(note, RunNote.Read(note.Write(), s_key));
        }
    }

    [Theory, MemberData(nameof(Options))]
    public void Each_option_is_the_same_afterwards_and_compared_as_a_reread_would(string key, string value, bool needsRestart)
    {
        var entry = Parse("g:t:1:respawn:/bin/x", $":::service.t.{key}:{value}");
        Assert.NotEqual(EntryOptions.Default, entry.Options);
        var read = RunNote.Read(new RunNote(1, entry, ProcessAccount.None).Write(), s_key).Entry!;
        Assert.True(entry.SameAs(read));
        Assert.False(entry.NeedsRestart(read));
        var plain = RunNote.Read(new RunNote(1, Parse("g:t:1:respawn:/bin/x"), ProcessAccount.None).Write(), s_key).Entry!;
        Assert.Equal(needsRestart, entry.NeedsRestart(plain));
        Assert.Equal(needsRestart, plain.NeedsRestart(entry));
    }

    [Fact]
    public void No_option_is_left_out() => Assert.Equal(EntryKeys.All.Select(k => k.Name).Order(), Options.Select(row => row.Data.Item1).Order());

    [Theory]
    [InlineData("g:t:1:once:/bin/x")]
    [InlineData("g:t:1:respawn:/bin/y")]
    public void Mode_and_command_are_compared(string line)
    {
        var plain = RunNote.Read(new RunNote(1, Parse("g:t:1:respawn:/bin/x"), ProcessAccount.None).Write(), s_key).Entry!;
        Assert.True(Parse(line).NeedsRestart(plain));
    }

    [Fact]
    public void A_command_in_Latin_1_is_the_same_afterwards()
    {
        var entry = CltabParser.Parse([.. "g:t:1:once:/bin/echo caf"u8, 0xe9], "f").Groups[0].Entries[0];
        Assert.True(entry.Command.IsLatin1);
        var read = RunNote.Read(new RunNote(1, entry, ProcessAccount.None).Write(), s_key).Entry!;
        Assert.Equal(entry.Command, read.Command);
        Assert.Equal([.. "/bin/echo caf"u8, 0xe9], read.Command.ToBytes());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("\"\"")]
    [InlineData("\"run= restarts=x hits=-1 died\"")]
    [InlineData("\"something else\"")]
    [InlineData("")]
    public void What_is_no_note_is_a_first_run_of_an_unknown_entry(string note) =>
        Assert.Equal(new RunNote(1, null, ProcessAccount.None) { HasOptions = false }, RunNote.Read(Json(note), s_key));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"run":-1,"restarts":"x","hits":1.5,"died":null,"last_exit":7,"entry":{"mode":"flying"}}""")]
    public void What_cannot_be_read_of_a_note_counts_as_nothing(string note) =>
        Assert.Equal(new RunNote(1, null, ProcessAccount.None), RunNote.Read(Json(note), s_key));

    [Fact]
    public void Words_of_a_later_version_are_skipped() => Assert.Equal(
        new RunNote(2, Parse("g:t:1:once:/bin/x", ":::service.t.user:u") with { Line = 0 }, ProcessAccount.None with { Hits = 4 }),
        RunNote.Read(Json("""{"colour":"green","run":2,"hits":4,"entry":{"levels":"1","mode":"once","command":"/bin/x","shape":[],"options":{"flavour":"mint","user":"u","log-size":5}}}"""), s_key));

    [Fact]
    public void A_line_of_an_older_build_is_read_and_tells_nothing_of_options()
    {
        var note = RunNote.Read(RawJson.String("run=7 restarts=3 hits=2 pauses=1 died=12500 signal=9 out-of-memory=yes line=g:t:1,long:respawn:/bin/x line=1 a:b"), s_key);
        Assert.Equal(new RunNote(7, s_entry, new ProcessAccount(3, ExitStatus.Killed(9) with { IsOutOfMemory = true }, TimeSpan.FromSeconds(12.5), 2, 1)) { HasOptions = false }, note);
        Assert.Equal([.. "/bin/echo caf"u8, 0xe9], RunNote.Read(RawJson.String("run=1 charset=latin1 line=g:t:1:once:/bin/echo caf\u00e9"), s_key).Entry!.Command.ToBytes());
    }

    private static RawJson Json(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));

    private static CltabEntry Parse(params string[] lines)
    {
        var document = CltabParser.Parse(string.Join('\n', lines), "f");
        Assert.Empty(document.Problems);
        return document.Groups[0].Entries[0];
    }
}
