namespace Drover.Cli.Tests.Services;

public sealed class CapturedOutputTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("dl").FullName;
    private FakeDaemon _daemon = null!;

    private string Log => Path.Combine(_directory, "httpd.log");

    public async ValueTask InitializeAsync() => _daemon = (await FakeDaemon.StartAsync())
        .On("GET /v1/query/process", $$"""{"fields":[{"name":"log","title":"Log","kind":"text","doc":""}],"rows":[[[0,"{{Log}}"]]],"next":null}""");

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void The_file_of_the_process_is_printed()
    {
        File.WriteAllText(Log, "a\nb\n");
        var result = _daemon.Run("logs", "web/ht\"tpd");
        Assert.Equal((0, "a\nb\n", ""), (result.Code, result.Out, result.Err));
        var query = Assert.Single(_daemon.Requests).Query;
        Assert.Equal(("log", "name == \"web/ht\\\"tpd\""), (query["fields"].ToString(), query["filter"].ToString()));
    }

    [Fact]
    public void Only_the_end_is_printed_64_KiB_or_what_is_asked_for()
    {
        File.WriteAllText(Log, "x" + new string('y', 64 * 1024 - 4) + "end\n");
        Assert.Equal(new string('y', 64 * 1024 - 4) + "end\n", _daemon.Run("logs", "web/httpd").Out);
        Assert.Equal("end\n", _daemon.Run("logs", "web/httpd", "--bytes", "4").Out);
        Assert.Equal("", _daemon.Run("logs", "web/httpd", "--bytes", "0").Out);
    }

    [Fact]
    public void A_hole_at_the_front_is_skipped_and_zeros_behind_it_are_kept()
    {
        using (var file = File.OpenWrite(Log))
        {
            file.Position = 10_000_000; // Within a block, whose beginning reads as zeros too.
            file.Write("first\n\0second\n"u8);
        }

        Assert.Equal("first\n\0second\n", _daemon.Run("logs", "web/httpd", "--bytes", "100000000").Out);
        Assert.Equal("first\n\0second\n", _daemon.Run("logs", "web/httpd").Out);
    }

    [Fact]
    public void Following_prints_what_comes_until_it_is_interrupted()
    {
        File.WriteAllText(Log, "a\n");
        var step = 0;
        var result = Follow(session =>
        {
            switch (step++)
            {
                case 0:
                    File.AppendAllText(Log, "b\n");
                    break;
                case 1:
                    break;
                case 2:
                    File.AppendAllText(Log, "c\n");
                    break;
                default:
                    session.InterruptNow();
                    break;
            }
        });
        Assert.Equal((130, "a\nb\nc\n", ""), (result.Code, result.Out, result.Err));
    }

    [Fact]
    public void A_file_that_was_cut_is_followed_from_its_beginning()
    {
        File.WriteAllText(Log, "long line\n");
        var step = 0;
        var result = Follow(session =>
        {
            if (step++ == 0)
                File.WriteAllText(Log, "new\n");
            else
                session.InterruptNow();
        });
        Assert.Equal((130, "long line\nnew\n", $"{Log} was cut; going on from its beginning\n"), (result.Code, result.Out, result.Err));
    }

    [Fact]
    public void A_hole_that_overtakes_a_follower_is_skipped()
    {
        File.WriteAllText(Log, "a\n");
        var step = 0;
        var result = Follow(session =>
        {
            if (step++ > 0)
            {
                session.InterruptNow();
                return;
            }

            using var file = new FileStream(Log, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            file.SetLength(0); // What was read becomes a part of the hole, as if it were punched.
            file.Position = 5_000_000;
            file.Write("b\n"u8);
        });
        Assert.Equal((130, "a\nb\n"), (result.Code, result.Out));
    }

    [Fact]
    public async Task A_file_that_this_user_may_not_read_is_told()
    {
        File.WriteAllText(Log, "secret\n");
        if (Environment.IsPrivilegedProcess)
        {
            // Root may read all: nobody runs the program instead, which needs a way to it and to the socket.
            Assert.SkipUnless(File.Exists("/usr/bin/setpriv"), "needs setpriv");
            File.SetUnixFileMode(_directory, (UnixFileMode)0x1ED);
            File.SetUnixFileMode(Path.GetDirectoryName(_daemon.SocketPath)!, (UnixFileMode)0x1ED);
            File.SetUnixFileMode(_daemon.SocketPath, (UnixFileMode)0x1FF);
        }

        File.SetUnixFileMode(Log, Environment.IsPrivilegedProcess ? UnixFileMode.UserRead : UnixFileMode.None);
        var run = Environment.IsPrivilegedProcess ? "setpriv --reuid 65534 --regid 65534 --clear-groups -- " : "";
        var result = await CliRun.ShellAsync($"{run}\"$drover\" logs web/httpd", _daemon.SocketPath);
        Assert.SkipWhen(result.Code is 126 or 127, "another user cannot run the program where it was built");
        Assert.Equal((1, ""), (result.Code, result.Out));
        Assert.StartsWith($"drover: LOG_DENIED: this user may not read {Log}: captured output is for operators only\n", result.Err, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_and_an_unknown_process_are_told()
    {
        Assert.StartsWith($"drover: NO_OUTPUT: there is no output of 'web/httpd' yet: {Log} does not exist", _daemon.Run("logs", "web/httpd").Err, StringComparison.Ordinal);
        var result = _daemon.On("GET /v1/query/process", """{"fields":[{"name":"log","title":"Log","kind":"text","doc":""}],"rows":[],"next":null}""").Run("logs", "web/x");
        Assert.Equal((1, "drover: NOT_FOUND: there is no process 'web/x'\nhint: 'drover get processes -o name' lists them\n"), (result.Code, result.Err));
    }

    [Theory]
    [InlineData("17", "--bytes", "5")]
    [InlineData("web/httpd", "-o", "jsonl")]
    public void Options_of_the_other_kind_of_log_are_refused(params string[] args)
    {
        Assert.Equal(2, _daemon.Run(["logs", .. args]).Code);
        Assert.Empty(_daemon.Requests);
    }

    /// <summary>Runs <c>logs -f</c>; each look at the file is preceded by <paramref name="look"/> instead of time.</summary>
    private CliResult Follow(Action<Session> look)
    {
        Session session = null!;
        var output = new MemoryStream();
        var error = new MemoryStream();
        var screen = new Drover.Cli.Terminal.Screen(output, error, () => new MemoryStream());
        using (session = new Session(screen, _ => null) { PauseWith = _ => look(session) })
        {
            var code = Drover.Cli.CommandLine.App.Run(["logs", "web/httpd", "-f", "--socket", _daemon.SocketPath], session);
            screen.Flush();
            return new CliResult(code, System.Text.Encoding.UTF8.GetString(output.ToArray()), System.Text.Encoding.UTF8.GetString(error.ToArray()));
        }
    }
}
