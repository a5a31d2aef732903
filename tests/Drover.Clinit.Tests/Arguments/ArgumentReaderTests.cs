using Drover.Clinit.Arguments;

namespace Drover.Clinit.Tests.Arguments;

public sealed class ArgumentReaderTests
{
    [Theory]
    [InlineData("", Deed.Reread)]
    [InlineData("-v", Deed.Reread)]
    [InlineData("-k", Deed.Shutdown)]
    [InlineData("-kv", Deed.Shutdown)]
    [InlineData("1", Deed.Tell)]
    [InlineData("web 1", Deed.Tell)]
    [InlineData("-d", Deed.Daemon)]
    [InlineData("--cluster /mfs", Deed.Cluster)]
    [InlineData("-v --cluster=/mfs --stale=90 --json", Deed.Cluster)]
    [InlineData("-d -v", Deed.Daemon)]
    [InlineData("-h", Deed.Help)]
    [InlineData("--help web 1", Deed.Help)]
    [InlineData("--version", Deed.Version)]
    public void The_words_say_what_is_to_be_done(string line, object deed) => Assert.Equal((Deed)deed, Read(line).Deed);

    [Theory]
    [InlineData("1", null, "1")]
    [InlineData("web 1", "web", "1")]
    [InlineData("0 0", "0", "0")]
    [InlineData("web -5", "web", "-5")]
    [InlineData("web -v", "web", "-v")]
    [InlineData("-- -v 1", "-v", "1")]
    [InlineData("-- web --wait", "web", "--wait")]
    [InlineData("web --json -1", "web", "-1")]
    [InlineData("-", null, "-")]
    public void Names_are_taken_as_they_are(string line, string? group, string level)
    {
        var call = Read(line);
        Assert.Equal((group, level), (call.Group, call.Level));
    }

    [Theory]
    [InlineData("-c /c -s /s --clstat /t web 1")]
    [InlineData("-c/c -s/s --clstat=/t web 1")]
    [InlineData("-vc /c -s /s web 1 --clstat /t")]
    public void Paths_may_be_joined_to_their_options_or_follow_them(string line)
    {
        var call = Read(line);
        Assert.Equal(("/c", "/s", "/t", "web"), (call.Cltab, call.Socket, call.Clstat, call.Group));
    }

    [Fact]
    public void The_places_are_those_of_the_old_program_unless_others_are_given()
    {
        var call = Read("1");
        Assert.Equal(("/etc/cltab", "/var/run/clinit/clinit.s", "/var/run/clinit/clstat"), (call.Cltab, call.Socket, call.Clstat));
    }

    [Theory]
    [InlineData("--wait web 1", null)]
    [InlineData("--wait=30 web 1", 30)]
    [InlineData("web 1 --wait=1", 1)]
    public void A_wait_has_an_end_only_where_one_is_given(string line, int? seconds)
    {
        var call = Read(line);
        Assert.True(call.Waits);
        Assert.Equal(seconds, (int?)call.WaitLimit?.TotalSeconds);
    }

    [Fact]
    public void What_stands_after_the_dashes_is_for_the_daemon() =>
        Assert.Equal(["--state", "/x", "-v"], Read("-d -s /s -- --state /x -v").DaemonArguments);

    [Theory]
    [InlineData("-x", "-x")]
    [InlineData("-vx", "-x")]
    [InlineData("--waits web 1", "--waits")]
    [InlineData("--json=1 web 1", "--json")]
    [InlineData("-c", "-c needs a path")]
    [InlineData("--clstat", "--clstat needs a path")]
    [InlineData("--clstat= 1", "empty")]
    [InlineData("a b c", "3 names")]
    [InlineData("--wait 30 web 1", "--wait=SECS")]
    [InlineData("--wait=0 web 1", "'0'")]
    [InlineData("--wait=1.5 web 1", "'1.5'")]
    [InlineData("--wait=-1 web 1", "'-1'")]
    [InlineData("--wait=9999999 web 1", "'9999999'")]
    [InlineData("--wait", "level")]
    [InlineData("--wait -k", "level")]
    [InlineData("-k web", "web")]
    [InlineData("-d -k", "-k")]
    [InlineData("-d web", "web")]
    [InlineData("-d --json", "-d")]
    [InlineData("--cluster", "--cluster needs a path")]
    [InlineData("--cluster /mfs web", "web")]
    [InlineData("--cluster /mfs -k", "-k")]
    [InlineData("--cluster /mfs --stale=0", "'0'")]
    [InlineData("--stale=9 web 1", "--cluster")]
    public void What_is_not_understood_is_named(string line, string named)
    {
        var refusal = Assert.Throws<ClinitException>(() => Read(line));
        Assert.Contains(named, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, refusal.ExitCode);
        Assert.NotNull(refusal.Hint);
    }

    private static Invocation Read(string line) => ArgumentReader.Read(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
