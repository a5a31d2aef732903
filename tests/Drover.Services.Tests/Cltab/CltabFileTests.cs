using Drover.Services.Cltab;

namespace Drover.Services.Tests.Cltab;

public sealed class CltabFileTests
{
    private const UnixFileMode Closed = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    [Theory]
    [InlineData(0u, 0u)]
    [InlineData(0u, 1000u)]
    [InlineData(1000u, 1000u)]
    public void Root_and_the_user_of_the_daemon_may_own_it(uint owner, uint daemon) =>
        Assert.Equal(3, CltabFile.Read("/etc/cltab", daemon, new Files(new CltabFileFacts(owner, Closed, true, 3, "abc"u8.ToArray()))).Length);

    [Fact]
    public void A_foreign_owner_is_refused_with_what_to_do()
    {
        var error = Refused(new CltabFileFacts(1001, Closed, true, 3, default));
        Assert.Equal("CLTAB_FOREIGN_OWNER", error.Code);
        Assert.Contains("chown root /etc/cltab", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_file_that_others_can_write_is_refused_with_what_to_do(UnixFileMode more)
    {
        var error = Refused(new CltabFileFacts(0, Closed | more, true, 3, default));
        Assert.Equal("CLTAB_WRITABLE_BY_OTHERS", error.Code);
        Assert.Contains("chmod go-w /etc/cltab", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_plain_file_is_refused() =>
        Assert.Equal("CLTAB_NOT_A_FILE", Refused(new CltabFileFacts(0, Closed, false, 0, default)).Code);

    [Fact]
    public void A_huge_file_is_refused() =>
        Assert.Equal("CLTAB_TOO_LARGE", Refused(new CltabFileFacts(0, Closed, true, CltabFile.MaxBytes + 1L, default)).Code);

    [Fact]
    public void A_missing_file_and_one_that_may_not_be_read_are_told_apart()
    {
        Assert.Equal("CLTAB_MISSING", Assert.Throws<CltabException>(() => CltabFile.Read("/x", 0, new Files(new FileNotFoundException()))).Code);
        Assert.Equal("CLTAB_UNREADABLE", Assert.Throws<CltabException>(() => CltabFile.Read("/x", 0, new Files(new UnauthorizedAccessException("no.")))).Code);
    }

    [Fact]
    public void A_real_file_is_read_with_its_owner_and_mode()
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "g:t:1:once:x\n");
            File.SetUnixFileMode(path, Closed);
            var facts = new LinuxCltabFiles().Read(path, 1000);
            Assert.Equal("g:t:1:once:x\n"u8.ToArray(), facts.Content.ToArray());
            Assert.Equal((Closed, true, 13L), (facts.Mode, facts.IsRegular, facts.Length));
            var own = File.ReadAllLines("/proc/self/status").Single(l => l.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[2];
            Assert.Equal(own, facts.Owner.ToString());
            Assert.Empty(new LinuxCltabFiles().Read(path, 5).Content.ToArray());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void A_pipe_and_a_directory_are_no_plain_files_and_nobody_waits_for_a_writer()
    {
        var directory = Directory.CreateTempSubdirectory();
        var pipe = Path.Combine(directory.FullName, "pipe");
        TimedProcess.Start("mkfifo", [pipe]).WaitForExit();
        Assert.False(new LinuxCltabFiles().Read(pipe, 1000).IsRegular);
        Assert.False(new LinuxCltabFiles().Read(directory.FullName, 1000).IsRegular);
        directory.Delete(recursive: true);
    }

    [Fact]
    public void A_real_device_is_no_plain_file() => Assert.False(new LinuxCltabFiles().Read("/dev/null", 10).IsRegular);

    private static CltabException Refused(CltabFileFacts facts) =>
        Assert.Throws<CltabException>(() => CltabFile.Read("/etc/cltab", 1000, new Files(facts)));

    private sealed class Files(object answer) : ICltabFiles
    {
        public CltabFileFacts Read(string path, int limit) => answer is Exception e ? throw e : (CltabFileFacts)answer;

        public CltabDirectoryFacts List(string directory) => throw new NotSupportedException();
    }
}
