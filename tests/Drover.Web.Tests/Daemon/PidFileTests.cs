using Drover.Daemon.Process;

namespace Drover.Web.Tests.Daemon;

public sealed class PidFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("drd").FullName;

    private string FilePath => Path.Combine(_directory, "pid");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_link_that_stands_there_is_replaced_and_not_followed()
    {
        var precious = Path.Combine(_directory, "precious");
        File.WriteAllText(precious, "precious");
        File.CreateSymbolicLink(FilePath, precious);
        using var file = new PidFile(FilePath);
        Assert.Equal("precious", File.ReadAllText(precious));
        Assert.Equal($"{Environment.ProcessId}\n", File.ReadAllText(FilePath));
    }

    [Fact]
    public void The_file_of_another_daemon_is_left_alone()
    {
        using (new PidFile(FilePath))
            File.WriteAllText(FilePath, "1\n");
        Assert.Equal("1\n", File.ReadAllText(FilePath));
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_an_error_that_names_it()
    {
        var refusal = Assert.Throws<DroverException>(() => new PidFile(Path.Combine(FilePath, "none")));
        Assert.Equal("PID_FILE", refusal.Code);
        Assert.Contains(FilePath, refusal.Message, StringComparison.Ordinal);
    }
}
