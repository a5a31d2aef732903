using Drover.Cli.Top;

namespace Drover.Cli.Tests.Top;

public sealed class CommandHistoryTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dh").FullName;

    private string Place => Path.Combine(_directory, "drover", "history");

    [Fact]
    public void Lines_are_kept_for_the_owner_alone()
    {
        new CommandHistory(Place).Add("get jobs");
        new CommandHistory(Place).Add("why 3");
        Assert.Equal(["get jobs", "why 3"], new CommandHistory(Place).Lines);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Place));
    }

    [Fact]
    public void A_file_that_others_could_read_is_theirs_no_more()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Place)!);
        File.WriteAllText(Place, "get nodes\n");
        File.SetUnixFileMode(Place, (UnixFileMode)0b110_100_100);
        new CommandHistory(Place).Add("why 3");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Place));
        Assert.Equal(["get nodes", "why 3"], File.ReadAllLines(Place));
    }

    [Fact]
    public void It_does_not_grow_without_bound()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Place)!);
        File.WriteAllLines(Place, Enumerable.Range(0, CommandHistory.Most + 5).Select(i => $"show {i}"));
        var history = new CommandHistory(Place);
        history.Add("last");
        Assert.Equal(CommandHistory.Most, history.Lines.Count);
        Assert.Equal("show 6", File.ReadLines(Place).First());
        Assert.Equal("last", File.ReadLines(Place).Last());
        Assert.Equal(CommandHistory.Most, File.ReadLines(Place).Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" get jobs")]
    [InlineData("get jobs")]
    [InlineData("add worker w1 --token abcdefgh12345678")]
    public void What_is_empty_doubled_hidden_or_a_secret_is_not_kept(string line)
    {
        var history = new CommandHistory(Place);
        history.Add("get jobs");
        history.Add(line);
        Assert.Equal(["get jobs"], new CommandHistory(Place).Lines);
    }

    [Fact]
    public void Where_it_cannot_be_written_it_lasts_as_long_as_the_run()
    {
        var history = new CommandHistory("/proc/none/drover/history");
        history.Add("get jobs");
        Assert.Equal(["get jobs"], history.Lines);
    }

    [Theory]
    [InlineData("/state", "/home/a", "/state/drover/history")]
    [InlineData("relative", "/home/a", "/home/a/.local/state/drover/history")]
    [InlineData("", "/home/a", "/home/a/.local/state/drover/history")]
    [InlineData(null, null, null)]
    public void Its_place_is_that_of_the_XDG_specification(string? state, string? home, string? place) =>
        Assert.Equal(place, CommandHistory.FileOf(name => name switch { "XDG_STATE_HOME" => state, "HOME" => home, _ => null }));

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
