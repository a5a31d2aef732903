using Drover.Agent.Spawning;

namespace Drover.Agent.Tests;

/// <summary>Environment files as systemd.exec(5) describes them.</summary>
public sealed class EnvironmentFileTests : IDisposable
{
    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("drover-env-");

    private string FilePath => Path.Combine(_place.FullName, "env");

    public void Dispose() => _place.Delete(recursive: true);

    [Theory]
    [InlineData("A=1\nB=2\n", "A=1|B=2")]
    [InlineData("A=1", "A=1")]
    [InlineData("# A=1\n; B=2\n  # C=3\n\n \t\nD=4\n", "D=4")]
    [InlineData("no assignment\nA=1\n", "A=1")]
    [InlineData("# ends in a backslash \\\nA=1\n", "A=1")]
    [InlineData("  A =  b  c \t\r\n", "A=b  c")]
    [InlineData("A=\nB=x\n", "A=|B=x")]
    [InlineData("A=b=c # no comment\n", "A=b=c # no comment")]
    [InlineData("A=it's \"so\"\n", "A=it's \"so\"")]
    [InlineData("A=one \\\n  two\nB=2\n", "A=one   two|B=2")]
    [InlineData("A=a\\\\b\\$c\\ \n", "A=a\\b$c ")]
    [InlineData("A='one\n two\\' \nB=2\n", "A=one\n two\\|B=2")]
    [InlineData("A=\"q \\\" \\\\ \\$ \\` \\n \\\nend\" \nB=2\n", "A=q \" \\ $ ` \\n end|B=2")]
    [InlineData("A='one' \"two\"three\n", "A=onetwothree")]
    [InlineData("A=$HOME `id`\n", "A=$HOME `id`")]
    [InlineData("A=1\nA=2\n", "A=1|A=2")]
    public void What_systemd_reads_is_read(string text, string wanted)
    {
        File.WriteAllText(FilePath, text);
        Assert.Equal(wanted, string.Join('|', EnvironmentFile.Read(FilePath).Select(pair => $"{pair.Key}={pair.Value}")));
    }

    [Theory]
    [InlineData("A=1\n\nexport B=2\n", "line 3 sets \"export B\"")]
    [InlineData("A='1\n2'\n1B=2\n", "line 3 sets \"1B\"")]
    [InlineData("=2\n", "line 1 sets \"\"")]
    [InlineData("A=1\nB=\"2\nC=3\n", "line 2 begins a value in \" that does not end")]
    [InlineData("A=\"2\\", "line 1 begins a value in \" that does not end")]
    public void What_cannot_be_meant_so_is_refused_by_its_line(string text, string problem)
    {
        File.WriteAllText(FilePath, text);
        Assert.StartsWith($"Cannot read the environment file \"{FilePath}\": {problem}", Refusal(FilePath), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_and_endless_files_are_refused()
    {
        File.WriteAllBytes(FilePath, [(byte)'A', (byte)'=', 0xff]);
        Assert.Contains("not UTF-8", Refusal(FilePath), StringComparison.Ordinal);
        File.WriteAllText(FilePath, new string('#', 262145));
        Assert.Contains("longer than 262144 bytes", Refusal(FilePath), StringComparison.Ordinal);
    }

    [Fact]
    public void The_null_device_is_how_people_say_that_there_is_none() => Assert.Empty(EnvironmentFile.Read("/dev/null"));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    public void What_is_no_plain_file_is_refused_also_where_it_may_be_missing(string mark)
    {
        using (var make = TimedProcess.Start("mkfifo", FilePath))
            make.WaitForExit();
        foreach (var path in (string[])[FilePath, _place.FullName, "/dev/zero"])
            Assert.Contains($"\"{path}\": it is no plain file", Refusal(mark + path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_an_error_unless_it_may_be_missing()
    {
        Assert.Contains("(errno 2)", Refusal(FilePath), StringComparison.Ordinal);
        Assert.Empty(EnvironmentFile.Read("-" + FilePath));
    }

    private static string Refusal(string setting)
    {
        var refusal = Assert.Throws<AgentException>(() => EnvironmentFile.Read(setting));
        Assert.Equal("ENVIRONMENT_FILE", refusal.Code);
        return refusal.Message;
    }
}
