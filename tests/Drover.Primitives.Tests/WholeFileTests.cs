namespace Drover.Primitives.Tests;

public sealed class WholeFileTests : IDisposable
{
    private const UnixFileMode OwnerAndGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private readonly string _directory = Directory.CreateTempSubdirectory("drover-whole-").FullName;

    private string FilePath => Path.Combine(_directory, "file");

    private string Draft => FilePath + ".new";

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void What_is_there_is_replaced_by_another_file_and_who_has_it_open_goes_on_with_the_old_one()
    {
        File.WriteAllText(FilePath, "before");
        using var open = File.OpenRead(FilePath);
        WholeFile.Replace(FilePath, "now"u8, OwnerAndGroup);
        Assert.Equal("now", File.ReadAllText(FilePath));
        Assert.Equal("before", new StreamReader(open).ReadToEnd());
        Assert.Equal(OwnerAndGroup, File.GetUnixFileMode(FilePath));
        Assert.Equal([FilePath], Directory.GetFiles(_directory));
    }

    [Fact]
    public void Links_at_its_place_and_at_that_of_the_draft_are_replaced_and_not_followed()
    {
        var precious = Path.Combine(_directory, "precious");
        File.WriteAllText(precious, "precious");
        File.CreateSymbolicLink(FilePath, precious);
        File.CreateSymbolicLink(Draft, precious);
        WholeFile.Replace(FilePath, "now"u8, OwnerAndGroup);
        Assert.Equal("precious", File.ReadAllText(precious));
        Assert.Equal("now", File.ReadAllText(FilePath));
        Assert.Null(new FileInfo(FilePath).LinkTarget);
    }

    [Fact]
    public void What_cannot_be_put_in_place_leaves_what_was_there_and_no_draft()
    {
        Directory.CreateDirectory(FilePath);
        Assert.ThrowsAny<Exception>(() => WholeFile.Replace(FilePath, "now"u8, OwnerAndGroup));
        Assert.True(Directory.Exists(FilePath));
        Assert.False(File.Exists(Draft));
    }

    [Fact]
    public void A_delete_takes_the_draft_of_a_crash_with_it()
    {
        File.WriteAllText(FilePath, "file");
        File.WriteAllText(Draft, "dra");
        WholeFile.Delete(FilePath);
        Assert.Empty(Directory.GetFiles(_directory));
    }
}
