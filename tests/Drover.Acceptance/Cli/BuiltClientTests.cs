using System.Text.RegularExpressions;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Cli;

/// <summary>Every verb in the program as it was built, which a NativeAOT compiler has trimmed: what works in the unit tests may be missing there.</summary>
public sealed partial class BuiltClientTests(GanetiDaemon ganeti) : IClassFixture<GanetiDaemon>
{
    /// <summary>A simple call of a verb and its exit code. Verbs that are not listed are called without arguments.</summary>
    private static readonly Dictionary<string, (string Arguments, int Code)> s_calls = new(StringComparer.Ordinal)
    {
        ["submit"] = ("submit test-delay duration=0.01", 0),
        ["get"] = ("get jobs -c +end_ts -F status=='\"success\"' --sort -id", 0),
        ["show"] = ("show JOB", 0),
        ["fields"] = ("fields job", 0),
        ["wait"] = ("wait JOB", 0),
        ["watch"] = ("watch JOB", 0),
        ["logs"] = ("logs JOB -f", 0),
        ["cancel"] = ("cancel JOB", 6),
        ["priority"] = ("priority JOB 5", 6),
        ["archive"] = ("archive --age 30d", 0),
        ["why"] = ("why JOB -o json", 0),
        ["break-locks"] = ("break-locks JOB", 6),
        ["tell"] = ("tell nosuch 1", 1),
        ["start"] = ("start nosuch/entry", 1),
        ["stop"] = ("stop nosuch/entry", 1),
        ["reload"] = ("reload nosuch/entry", 1),
        ["signal"] = ("signal nosuch/entry HUP", 1),
        ["clear-backoff"] = ("clear-backoff nosuch", 1),
        ["reread"] = ("reread --dry-run", 6),
        ["chk cltab"] = ("chk cltab /dev/null", 0),
        ["chk job"] = ("chk job /dev/null", 2),
        ["add device"] = ("add device b1 --type nosuch --tags a,b --public no", 1),
        ["add device-type"] = ("add device-type JOB --health-frequency 3", 0),
        ["add worker"] = ("add worker wJOB", 0),
        ["mod device"] = ("mod device nosuch --health bad", 1),
        ["mod device-type"] = ("mod device-type nosuch --display yes", 1),
        ["mod worker"] = ("mod worker nosuch --job-limit 3", 1),
        ["del device"] = ("del device nosuch", 1),
        ["del device-type"] = ("del device-type nosuch", 1),
        ["del worker"] = ("del worker nosuch", 1),
        ["import lab"] = ("import lab /nonexistent", 2),
        ["restart"] = ("restart nosuch/entry", 1),
        ["shutdown"] = ("shutdown --socket /nonexistent", 3),
        ["audit verify"] = ("audit verify --replay", 0),
        ["audit accept-loss"] = ("audit accept-loss --nosuch", 2),
        ["init"] = ("init --nosuch", 2),
        // The daemon of these tests listens for no browser.
        ["web"] = ("web", 6),
        ["completion"] = ("completion bash", 0),
    };

    private Daemon Daemon => ganeti.Daemon;

    /// <summary>What the reference describes; another test compares it with the program.</summary>
    public static TheoryData<string> Verbs => new(Heading().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "cli.md")))
        .Select(heading => heading.Groups["verb"].Value).Where(verb => verb is not ("Common to all verbs" or "Environment")));

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_verb_explains_itself(string verb)
    {
        var help = Daemon.Drover([.. verb.Split(' '), "--help"]).Expect(0);
        Assert.Contains($"usage: drover {verb}", help.Output, StringComparison.Ordinal);
        Assert.Equal("", help.Error);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_verb_does_something_simple(string verb)
    {
        var job = Daemon.Drover("submit", "test-delay", "duration=0.01", "--detach").Expect(0).Output.Trim();
        Daemon.Drover("wait", job).Expect(0);
        if (s_calls.TryGetValue(verb, out var call))
            Daemon.Drover(call.Arguments.Replace("JOB", job, StringComparison.Ordinal).Split(' ')).Expect(call.Code);
        else
            Assert.InRange(Daemon.Drover(verb.Split(' ')).ExitCode, 0, 2);
    }

    [Fact]
    public void A_job_file_of_yaml_is_read()
    {
        var file = Daemon.Sandbox.At("one.yaml");
        File.WriteAllText(file, "OP_ID: test-delay\nduration: 0.01\n");
        Daemon.Drover("submit", "-f", file).Expect(0);
    }

    [Fact]
    public void The_daemon_that_a_command_line_starts_does_not_ignore_a_closed_pipe()
    {
        // Copies, for both look for droverd beside themselves.
        var folder = Directory.CreateDirectory(Daemon.Sandbox.At("beside")).FullName;
        var stand = Path.Combine(folder, "droverd");
        File.WriteAllText(stand, "#!/bin/sh\nsed -n 's/^SigIgn:\\t//p' /proc/self/status\n");
        File.SetUnixFileMode(stand, (UnixFileMode)0b111_101_101);
        foreach (var (program, argument) in new[] { (Programs.Client, "init"), (Programs.Clinit, "-d") })
        {
            var copy = Path.Combine(folder, Path.GetFileName(program));
            File.Copy(program, copy);
            var ignored = Convert.ToUInt64(Command.Run(copy, [argument]).Expect(0).Output.Trim(), 16);
            Assert.Equal((program, 0UL), (program, ignored & (1UL << (Signals.Pipe - 1))));
        }
    }

    [GeneratedRegex(@"^## (?<verb>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
