using System.Diagnostics;
using Drover.Daemon.Process;

namespace Drover.Web.Tests.Daemon;

public sealed class PidFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("drd").FullName;
    private readonly List<Process> _others = [];

    private string FilePath => Path.Combine(_directory, "pid");

    public void Dispose()
    {
        foreach (var process in _others)
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void It_holds_the_number_from_its_writing_to_its_end_and_nothing_before()
    {
        using (var file = new PidFile(FilePath))
        {
            file.Check();
            Assert.Empty(Directory.GetFileSystemEntries(_directory));
            file.Write();
            Assert.Equal($"{Environment.ProcessId}\n", File.ReadAllText(FilePath));
        }
        Assert.Empty(Directory.GetFileSystemEntries(_directory));
    }

    [Theory]
    [InlineData("4711\n")]
    [InlineData("4711")]
    public void What_a_killed_daemon_has_left_is_written_over(string left)
    {
        File.WriteAllText(FilePath, left);
        using var file = new PidFile(FilePath);
        file.Check();
        file.Write();
        Assert.Equal($"{Environment.ProcessId}\n", File.ReadAllText(FilePath));
    }

    [Theory]
    [InlineData("")]
    [InlineData("root:x:0:0:root:/root:/bin/bash\n")]
    [InlineData("4711 host\n")]
    [InlineData("-1\n")]
    [InlineData("123456789012345\n")]
    public void A_file_that_holds_something_else_is_refused_and_stays(string content)
    {
        File.WriteAllText(FilePath, content);
        AssertRefused("is no pid file");
        Assert.Equal(content, File.ReadAllText(FilePath));
    }

    [Fact]
    public void A_link_is_refused_and_what_it_leads_to_stays()
    {
        var other = Path.Combine(_directory, "other");
        File.WriteAllText(other, "1\n");
        File.CreateSymbolicLink(FilePath, other);
        AssertRefused("is a link");
        Assert.Equal("1\n", File.ReadAllText(other));
    }

    [Fact]
    public void A_directory_is_refused()
    {
        Directory.CreateDirectory(FilePath);
        AssertRefused("is a directory");
    }

    [Fact]
    public void A_pipe_is_refused_and_not_waited_for()
    {
        using (var make = TimedProcess.Start("mkfifo", FilePath))
            make.WaitForExit();
        AssertRefused("is no pid file");
        Assert.True(File.Exists(FilePath));
    }

    [Fact]
    public void That_of_another_daemon_which_runs_is_refused_and_stays()
    {
        // A program is known by the name of its file, as far as the kernel keeps it.
        var other = Sleep(File.ReadAllText("/proc/self/comm").TrimEnd('\n'));
        File.WriteAllText(FilePath, $"{other.Id}\n");
        AssertRefused($"is that of another daemon, which runs as process {other.Id}");
        Assert.Equal($"{other.Id}\n", File.ReadAllText(FilePath));
    }

    [Fact]
    public void A_number_that_another_program_has_got_meanwhile_is_written_over()
    {
        var other = Sleep("another");
        File.WriteAllText(FilePath, $"{other.Id}\n");
        using var file = new PidFile(FilePath);
        file.Check();
        file.Write();
        Assert.Equal($"{Environment.ProcessId}\n", File.ReadAllText(FilePath));
    }

    [Fact]
    public void The_file_of_another_daemon_is_left_alone()
    {
        using (var file = new PidFile(FilePath))
        {
            file.Write();
            File.WriteAllText(FilePath, "1\n");
        }
        Assert.Equal("1\n", File.ReadAllText(FilePath));
    }

    [Fact]
    public void One_that_was_not_written_is_not_removed_though_it_holds_the_same_number()
    {
        File.WriteAllText(FilePath, $"{Environment.ProcessId}\n");
        new PidFile(FilePath).Dispose();
        Assert.True(File.Exists(FilePath));
    }

    [Fact]
    public void A_place_that_cannot_be_written_to_is_an_error_that_names_it()
    {
        var refusal = Assert.Throws<DroverException>(new PidFile(Path.Combine(FilePath, "none")).Check);
        Assert.Equal("PID_FILE", refusal.Code);
        Assert.Contains(FilePath, refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>A process whose program has that name.</summary>
    private Process Sleep(string name)
    {
        var program = Path.Combine(_directory, name);
        File.Copy("/bin/sleep", program);
        var process = TimedProcess.Start(program, "600");
        _others.Add(process);
        return process;
    }

    private void AssertRefused(string problem)
    {
        using var file = new PidFile(FilePath);
        var refusal = Assert.Throws<DroverException>(file.Check);
        Assert.Equal("PID_FILE", refusal.Code);
        Assert.Contains($"{FilePath} of the process number {problem}", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith("or choose another place with --pid-file.", refusal.Message, StringComparison.Ordinal);
    }
}
