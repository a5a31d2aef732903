using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Fleet;

/// <summary>Commands and logs of nodes by real agents, whatever dies.</summary>
public sealed partial class CommandTests : IDisposable
{
    private readonly SmallFleet _fleet = new("--command-grace", "2s");

    public void Dispose() => _fleet.Dispose();

    [Fact]
    public void A_command_runs_on_a_node_with_its_output_and_its_exit_code()
    {
        _fleet.Join("n2");
        var run = Exec("n2", "--", "sh", "-c", "echo out; echo err >&2; exit 7").Expect(7);
        Assert.Equal(("out\n", "err\n"), (run.Output, run.Error));
        Assert.Equal("a b|$HOME\n", Exec("n2", "--", "printf", "%s|%s\\n", "a b", "$HOME").Expect(0).Output);
        Exec("n2", "--", "sh", "-c", "kill -9 $$").Expect(137);
        Assert.Contains("no-such-program", Exec("n2", "--", "no-such-program").Expect(255).Error, StringComparison.Ordinal);
        Assert.Contains("ran longer than 1 s", Exec("n2", "--timeout", "1s", "--", "sleep", "1000").Expect(124).Error, StringComparison.Ordinal);
        Assert.Contains("There is no node 'n9'", Exec("n9", "--", "id").Expect(255).Error, StringComparison.Ordinal);
        // The own machine is a node like others.
        var own = Drover("get", "nodes", "-o", "name", "-F", "role == \"M\"").Expect(0).Lines.Single();
        Assert.Equal(["n2: 7", $"{own}: 7"], Exec($"{own},n2", "--", "sh", "-c", "echo 7").Expect(0).Lines.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Output_comes_while_it_runs_and_the_end_of_its_job_ends_it_with_all_that_it_started()
    {
        var agent = _fleet.Join("n2");
        using var following = new Following(_fleet, "exec", "n2", "--", "sh", "-c", $"{agent.At("nap")} 1000 & echo begun; wait");
        following.Until("begun");
        Assert.Single(agent.Naps());
        var job = Drover("get", "jobs", "-o", "name", "-F", "status == \"running\"").Expect(0).Lines.Single();
        Drover("cancel", job).Expect(0);
        Assert.Equal(255, following.WaitForEnd());
        _fleet.Until(() => agent.Naps().Count == 0, () => "It goes on");
    }

    [Fact]
    public void A_command_of_an_agent_that_was_killed_is_lost_and_ended_and_not_run_again()
    {
        var agent = _fleet.Join("n2");
        var job = Exec("n2", "--detach", "--", "sh", "-c", $"echo x >>{agent.At("runs")}; {agent.At("nap")} 1000; true").Expect(0).Output.Trim();
        // Neither it nor its agent has ever reported anything.
        _fleet.Until(() => agent.Naps().Count == 1, () => "It has not begun");
        agent.Kill9();
        _fleet.UntilAway("n2");
        agent.Start();
        var ended = Drover("wait", job).Expect(1);
        Assert.True(ended.All.Contains("n2: lost: the agent ended while it ran", StringComparison.Ordinal), $"{ended}{agent.Log}");
        Assert.Empty(agent.Naps());
        Assert.Equal("x\n", File.ReadAllText(agent.At("runs")));
    }

    [Fact]
    public void A_command_outlives_the_master_and_its_end_comes_to_the_next_one()
    {
        var agent = _fleet.Join("n2");
        var job = Exec("n2", "--detach", "--", "sh", "-c", $"echo x >>{agent.At("runs")}; until [ -e {agent.At("go")} ]; do {agent.At("nap")} 0.05; done; echo late; exit 5").Expect(0).Output.Trim();
        _fleet.Until(() => File.Exists(agent.At("runs")), () => "It has not begun");
        _fleet.KillMaster();
        File.WriteAllText(agent.At("go"), "");
        _fleet.StartMaster();
        Assert.Contains("{\"n2\":5}", Drover("wait", job).Expect(0).All + Drover("show", job).All, StringComparison.Ordinal);
        Assert.Contains("late", Drover("logs", job).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal("x\n", File.ReadAllText(agent.At("runs")));
        Drover("audit", "verify", "--replay").Expect(0);
    }

    [Fact]
    public void The_output_of_a_service_of_a_node_is_read_and_followed_over_a_restart_of_its_agent()
    {
        var agent = _fleet.Join("n2", "web:a:1:respawn:i=0; while NAP 0.1; do i=$((i+1)); echo line $i; done", "web:quiet:1:respawn:NAP 1000");
        Drover("tell", "web", "1", "--node", "n2").Expect(0);
        var name = Drover("get", "processes", "-o", "csv", "-c", "log", "--no-headers", "-F", "tag == \"a\"").Expect(0).Lines.Single();
        Assert.Equal("n2:web/a", name);
        using var following = new Following(_fleet, "logs", name, "-f", "--bytes", "1000000");
        following.Until("line 3\n");
        agent.Kill9();
        _fleet.UntilAway("n2");
        var away = Drover("logs", name).Expect(6);
        Assert.Contains("Node n2 is away", away.Error, StringComparison.Ordinal);
        Assert.Contains("Node n2 is away", Drover("logs", name, "-f").Expect(6).Error, StringComparison.Ordinal);
        agent.Start();
        _fleet.UntilHere("n2");
        var now = Drover("logs", name, "-n", "1").Expect(0).Output;
        following.Until(now);
        // Nothing is missing, and nothing came twice.
        var lines = following.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(1, lines.Length).Select(i => $"line {i}"), lines);
        // When lines came is known once the agent has looked, which it does each second.
        _fleet.Until(() => Timed().IsMatch(Drover("logs", name, "-n", "2", "--timestamps").Expect(0).Output), () => "No line has a time");
        Assert.Contains("line", Drover("logs", name, "--since", "1h").Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal("", Drover("logs", "n2:web/quiet").Expect(0).Output);
        Assert.Contains("no process 'n2:web/other'", Drover("logs", "n2:web/other").Expect(6).Error, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^\d{4}-.* line \d+\n", RegexOptions.None, 1_000)]
    private static partial Regex Timed();

    private Finished Drover(params string[] words) => _fleet.Master.Drover(words);

    private Finished Exec(params string[] words) => Drover(["exec", .. words]);

    /// <summary>A command of the command line that goes on.</summary>
    private sealed class Following : IDisposable
    {
        private readonly StringBuilder _output = new();
        private readonly SmallFleet _fleet;
        private readonly Process _process;
        private readonly Task _reading;

        internal Following(SmallFleet fleet, params string[] words)
        {
            _fleet = fleet;
            _process = Command.Begin(Programs.Client, words, new Dictionary<string, string> { ["DROVER_SOCKET"] = fleet.Sandbox.HttpSocket });
            _process.StandardInput.Close();
            _reading = ReadAsync(_process.StandardOutput);
        }

        internal string Output
        {
            get
            {
                lock (_output)
                    return _output.ToString();
            }
        }

        internal void Until(string text) => _fleet.Until(() => Output.Contains(text, StringComparison.Ordinal), () => $"'{text}' has not come: {Output}");

        internal int WaitForEnd()
        {
            Assert.True(_process.WaitForExit(Command.Longest));
            return _process.ExitCode;
        }

        public void Dispose()
        {
            if (!_process.HasExited)
                Signals.Send(_process.Id, Signals.Kill);
            _process.WaitForExit();
            _reading.Wait(TimeSpan.FromSeconds(10));
            _process.Dispose();
        }

        private async Task ReadAsync(StreamReader reader)
        {
            var some = new char[4096];
            while (await reader.ReadAsync(some) is > 0 and var got)
                lock (_output)
                    _output.Append(some, 0, got);
        }
    }
}
