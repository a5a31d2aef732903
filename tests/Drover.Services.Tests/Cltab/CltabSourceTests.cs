using System.Text;
using Drover.Services.Cltab;

namespace Drover.Services.Tests.Cltab;

/// <summary>A cltab with what it includes, as it is read from disk.</summary>
public sealed class CltabSourceTests
{
    private const UnixFileMode Closed = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly Disk _disk = new();

    [Fact]
    public void Files_of_included_directories_follow_the_cltab_by_line_and_name()
    {
        _disk.Write("/etc/cltab", ":::include:/b\n# a comment\n:::include:/a\r\n");
        foreach (var path in (string[])["/a/z.cltab", "/a/B.cltab", "/b/20.cltab", "/b/100.cltab", "/b/3.cltab"])
            _disk.Write(path, path);
        foreach (var path in (string[])["/b/.hidden.cltab", "/b/20.cltab~", "/b/20.cltab.dpkg-new", "/b/README"])
            _disk.Write(path, "bad");
        Assert.Equal(["/b/100.cltab", "/b/20.cltab", "/b/3.cltab", "/a/B.cltab", "/a/z.cltab"], Read().Text.Included.Select(part => part.Path));
        // The cltab, two directories, five files.
        Assert.Equal(8, Read().Stamps.Distinct().Count());
    }

    [Theory]
    [InlineData("/etc/cltab")]
    [InlineData("/a")]
    [InlineData("/a/one.cltab")]
    public void It_is_steady_when_none_of_its_files_and_directories_changes_meanwhile(string path)
    {
        _disk.Write("/etc/cltab", ":::include:/a\n");
        _disk.Write("/a/one.cltab", "g:t:1:once:x\n");
        Assert.True(Read().IsSteady);
        _disk.Restless = path;
        Assert.False(Read().IsSteady);
    }

    [Fact]
    public void A_missing_directory_is_told_with_the_line_that_names_it()
    {
        _disk.Write("/etc/cltab", "# services\n:::include:/none\n");
        var refusal = Assert.Throws<CltabException>(Read);
        Assert.Equal(("CLTAB_MISSING", "/none does not exist. Line 2 of /etc/cltab includes it: make it, or take out the line."), (refusal.Code, refusal.Message));
    }

    [Theory]
    [InlineData("/a", 1001u, Closed, "CLTAB_FOREIGN_OWNER")]
    [InlineData("/a", 0u, Closed | UnixFileMode.OtherWrite, "CLTAB_WRITABLE_BY_OTHERS")]
    [InlineData("/a/one.cltab", 1001u, Closed, "CLTAB_FOREIGN_OWNER")]
    [InlineData("/a/one.cltab", 0u, Closed | UnixFileMode.GroupWrite, "CLTAB_WRITABLE_BY_OTHERS")]
    public void What_others_could_write_is_refused_wherever_it_is(string path, uint owner, UnixFileMode mode, string code)
    {
        _disk.Write("/etc/cltab", ":::include:/a\n");
        _disk.Write("/a/one.cltab", "g:t:1:once:x\n");
        _disk.Rights[path] = (owner, mode);
        var refusal = Assert.Throws<CltabException>(Read);
        Assert.Equal(code, refusal.Code);
        Assert.StartsWith(path + " ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_files_together_have_the_bound_of_one()
    {
        _disk.Write("/etc/cltab", ":::include:/a\n");
        _disk.Write("/a/one.cltab", new string('#', CltabFile.MaxBytes - 100));
        Read();
        _disk.Write("/a/two.cltab", new string('#', 100));
        Assert.Equal("CLTAB_TOO_LARGE", Assert.Throws<CltabException>(Read).Code);
    }

    [Fact]
    public void More_files_than_somebody_can_mean_are_refused()
    {
        _disk.Write("/etc/cltab", ":::include:/a\n");
        for (var i = 0; i <= CltabSource.MostIncluded; i++)
            _disk.Write($"/a/{i}.cltab", "");
        Assert.Equal("CLTAB_TOO_LARGE", Assert.Throws<CltabException>(Read).Code);
    }

    [Fact]
    public void Real_directories_are_listed_and_what_is_none_is_said_so()
    {
        var place = Directory.CreateTempSubdirectory("drover-include-");
        try
        {
            File.WriteAllText(Path.Combine(place.FullName, "one.cltab"), "");
            Directory.CreateDirectory(Path.Combine(place.FullName, "deep"));
            var facts = new LinuxCltabFiles().List(place.FullName);
            Assert.Equal((true, true), (facts.IsDirectory, facts.IsSteady));
            Assert.Equal(["deep", "one.cltab"], facts.Names.Order());
            File.WriteAllText(Path.Combine(place.FullName, "two.cltab"), "");
            Assert.NotEqual(facts.Stamp, new LinuxCltabFiles().List(place.FullName).Stamp);
            Assert.False(new LinuxCltabFiles().List(Path.Combine(place.FullName, "one.cltab")).IsDirectory);
            Assert.Throws<DirectoryNotFoundException>(() => new LinuxCltabFiles().List(Path.Combine(place.FullName, "none")));
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    private CltabSource Read() => CltabSource.Read("/etc/cltab", 1000, _disk);

    /// <summary>Files and directories by their paths.</summary>
    private sealed class Disk : ICltabFiles
    {
        private readonly Dictionary<string, (string Text, ulong Inode)> _files = new(StringComparer.Ordinal);

        public Dictionary<string, (uint Owner, UnixFileMode Mode)> Rights { get; } = new(StringComparer.Ordinal);

        /// <summary>What changes while it is read.</summary>
        public string? Restless { get; set; }

        public void Write(string path, string text) => _files[path] = (text, (ulong)_files.Count + 1);

        public CltabFileFacts Read(string path, int limit)
        {
            var (text, inode) = _files[path];
            var (owner, mode) = Rights.GetValueOrDefault(path, (0u, Closed));
            return new CltabFileFacts(owner, mode, IsRegular: true, text.Length, Encoding.UTF8.GetBytes(text)) { Stamp = new FileStamp(1, inode, 0, 0, 0), IsSteady = path != Restless };
        }

        public CltabDirectoryFacts List(string directory)
        {
            var names = _files.Keys.Where(path => Path.GetDirectoryName(path) == directory).Select(path => Path.GetFileName(path)).ToList();
            if (names.Count == 0)
                throw new DirectoryNotFoundException();
            var (owner, mode) = Rights.GetValueOrDefault(directory, (0u, Closed));
            return new CltabDirectoryFacts(owner, mode, IsDirectory: true, [.. names]) { Stamp = new FileStamp(2, directory[1], 0, 0, 0), IsSteady = directory != Restless };
        }
    }
}
