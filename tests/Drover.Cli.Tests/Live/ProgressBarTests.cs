using System.Text;
using Drover.Cli.Live;
using Drover.Cli.Terminal;

namespace Drover.Cli.Tests.Live;

public sealed class ProgressBarTests
{
    private readonly GridTerminal _terminal = new(60, 6);

    [Fact]
    public void The_bar_stands_below_what_is_printed_and_goes_away()
    {
        var screen = Terminal(canDraw: true);
        using (var bar = Bar(screen, 4))
        {
            bar.Report(1);
            Assert.Equal(["[#######-----------------------] file 1 of 4", "", "", "", "", ""], _terminal.Lines);
            bar.Above(() => screen.Out.WriteLine("a.yaml: no problems"));
            bar.Report(2);
            Assert.Equal(["a.yaml: no problems", "[###############---------------] file 2 of 4", "", "", "", ""], _terminal.Lines);
            bar.Say("handing in 4 jobs");
            Assert.Equal("handing in 4 jobs", _terminal.Lines[1]);
        }

        Assert.Equal(["a.yaml: no problems", "", "", "", "", ""], _terminal.Lines);
    }

    [Fact]
    public void Errors_and_notes_take_its_place()
    {
        // Both streams are one terminal, as for a person.
        var screen = new Screen(_terminal, _terminal, static () => Stream.Null) { CanDraw = true };
        using var bar = Bar(screen, 4);
        bar.Report(1);
        ErrorPrinter.Print(screen, new CliException("WOULD_FAIL", "b.yaml", 1));
        bar.Report(2);
        screen.Note("the daemon went away");
        bar.Report(3);
        Assert.Equal(["drover: WOULD_FAIL: b.yaml", "the daemon went away", "[######################--------] file 3 of 4", "", "", ""], _terminal.Lines);
    }

    [Theory]
    [InlineData(false, 4)]
    [InlineData(true, 1)]
    public void Elsewhere_than_on_a_terminal_and_of_one_piece_nothing_is_drawn(bool canDraw, int total)
    {
        var screen = Terminal(canDraw);
        using var bar = Bar(screen, total);
        bar.Report(0);
        screen.Flush();
        Assert.Equal(0, _terminal.Bytes);
    }

    [Fact]
    public async Task A_check_of_the_journal_shows_how_far_it_is_and_leaves_the_same_line_as_on_a_pipe()
    {
        const string Report = """{"ok":true,"records":1234,"first":1,"last":1234,"replayed":false,"problems":[]}""";
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.On("GET /livez", """{"live":true}""").On("POST /v1/audit/verify", FakeDaemon.Stream("""{"done":500,"total":1234}""", """{"done":1234,"total":1234}""", Report));
        var drawn = CliRun.InProcess(["audit", "verify", "--socket", daemon.SocketPath], canDraw: true).Out;
        Assert.Contains("record 500 of 1234", Shown(drawn)[0], StringComparison.Ordinal);
        daemon.On("POST /v1/audit/verify", Report);
        Assert.Equal(daemon.Run("audit", "verify").Out.Trim(), Shown(drawn)[^1].Trim());
        daemon.On("POST /v1/audit/verify", FakeDaemon.Stream("""{"done":500,"total":1234}"""));
        Assert.Equal(1, CliRun.InProcess(["audit", "verify", "--socket", daemon.SocketPath], canDraw: true).Code);
    }

    [Fact]
    public async Task Checks_and_submits_of_many_files_show_how_far_they_are()
    {
        var folder = Directory.CreateTempSubdirectory("dc").FullName;
        try
        {
            string[] files = [.. Enumerable.Range(1, 3).Select(i => Path.Combine(folder, $"{i}.yaml"))];
            foreach (var file in files)
                await File.WriteAllTextAsync(file, "job_name: a\ndevice_type: qemu\nactions: []\n", TestContext.Current.CancellationToken);
            await using var daemon = await FakeDaemon.StartAsync();
            daemon.On("POST /v1/jobs/check", """{"jobs":[{"ops":[{"problem":null}],"refusal":null}]}""").On("POST /v1/jobs", 201, """{"jobs":[{"id":1},{"id":2},{"id":3}]}""");

            var check = CliRun.InProcess(["chk", "job", .. files, "--socket", daemon.SocketPath], canDraw: true).Out;
            Assert.Contains("file 2 of 3", Shown(check)[0], StringComparison.Ordinal);
            Assert.Equal([$"{files[0]}: no problems", $"{files[1]}: no problems", $"{files[2]}: no problems"], Shown(check)[^1].Split('\n', StringSplitOptions.RemoveEmptyEntries));

            var submit = CliRun.InProcess(["submit", .. files, "--detach", "--socket", daemon.SocketPath], canDraw: true).Out;
            Assert.Contains("handing in 3 jobs", Shown(submit)[0], StringComparison.Ordinal);
            Assert.Equal("1\n2\n3", Shown(submit)[^1].Trim());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>All that was sent, and what a terminal shows at the end.</summary>
    private static string[] Shown(string output)
    {
        var terminal = new GridTerminal(200, 20);
        terminal.Write(Encoding.UTF8.GetBytes(output));
        return [output, string.Join('\n', terminal.Lines)];
    }

    private static ProgressBar Bar(Screen screen, int total) => new(screen, "file", total, () => new ScreenSize(60, 6));

    private Screen Terminal(bool canDraw) => new(_terminal, Stream.Null, static () => Stream.Null) { CanDraw = canDraw };
}
