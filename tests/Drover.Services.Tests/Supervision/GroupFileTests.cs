using Drover.Nodes;
using Drover.Services.Supervision;

namespace Drover.Services.Tests.Supervision;

public sealed class GroupFileTests : IDisposable
{
    private static readonly GroupNote s_note = new("1", "2", "STOPPING", "why \"so\"", 1_700_000_000_000_000, new NodeCommand(3, new CommandKey(4, 5, 6)));
    private static readonly GroupNote s_bare = new(null, null, "CONFIGURED", null, 0, null);

    private readonly string _directory = Directory.CreateTempSubdirectory("drover-groups-").FullName;

    private string Path => System.IO.Path.Combine(_directory, "groups");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void The_last_line_of_a_group_holds_and_the_file_does_not_grow_from_daemon_to_daemon()
    {
        using (var file = GroupFile.Open(_directory, "b"))
        {
            Assert.Empty(file.Notes);
            Assert.Null(file.Write("a/ö", s_bare));
            Assert.Null(file.Write("gone", s_note));
            Assert.Null(file.Write("a/ö", s_note));
            Assert.Null(file.Write("bare", s_bare));
            Assert.Null(file.Write("gone", null));
        }
        Assert.Equal(6, File.ReadAllLines(Path).Length);
        using (var file = GroupFile.Open(_directory, "b"))
            Assert.Equal(new Dictionary<string, GroupNote> { ["a/ö"] = s_note, ["bare"] = s_bare }, file.Notes);
        Assert.Equal(3, File.ReadAllLines(Path).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    [Fact]
    public void Records_of_another_boot_are_dropped()
    {
        using (var file = GroupFile.Open(_directory, "b"))
            file.Write("g", s_note);
        using (var file = GroupFile.Open(_directory, "c"))
            Assert.Empty(file.Notes);
    }

    [Theory]
    [InlineData("{\"group\":\"g\",\"level\":\"9\",\"target\":\"9\",\"state\":\"DONE\",\"since\":7}")]
    [InlineData("{\"group\":\"g\",\"lev\n")]
    [InlineData("{\"group\":\"g\",\"state\":5}\n")]
    [InlineData("\n")]
    public void A_line_that_was_cut_short_does_not_count(string cut)
    {
        using (var file = GroupFile.Open(_directory, "b"))
            file.Write("g", s_note);
        File.AppendAllText(Path, cut);
        using (var file = GroupFile.Open(_directory, "b"))
            Assert.Equal(s_note, Assert.Single(file.Notes).Value);
    }

    [Fact]
    public void Rubbish_counts_for_nothing()
    {
        File.WriteAllText(Path, "nonsense\n{}\n");
        using var file = GroupFile.Open(_directory, "b");
        Assert.Empty(file.Notes);
    }
}
