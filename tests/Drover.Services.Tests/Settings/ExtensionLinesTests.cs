using Drover.Services.Cltab;
using Drover.Services.Settings;

namespace Drover.Services.Tests.Settings;

public sealed class ExtensionLinesTests
{
    [Fact]
    public void A_plain_cltab_has_the_documented_defaults()
    {
        var options = Options("g:t:1:respawn:x\n");
        Assert.Equal(EntryOptions.Default, options);
        Assert.Equal((StopSignal.Int, 5, 10), (options.Stop.Signal, options.Stop.UntilTerm.TotalSeconds, options.Stop.UntilKill.TotalSeconds));
        Assert.Equal((5, 1, 60, 1), (options.Restart.Limit, options.Restart.Window.TotalSeconds, options.Restart.Pause.TotalSeconds, options.Restart.Backoff));
    }

    [Fact]
    public void Every_key_sets_its_option()
    {
        var text = """
            :::service.t.user:www-data
            :::service.t.group:adm
            :::service.t.directory:/srv
            :::service.t.env-file:/etc/default/x:y
            :::service.t.env:LANG=C "A=b c"
            :::service.t.umask:0077
            :::service.t.nice:-5
            :::service.t.timeout:2m
            :::service.t.reload:/usr/sbin/httpd -k graceful
            :::service.t.stop:/usr/sbin/httpd -k stop
            :::service.t.stop-signal:SIGQUIT
            :::service.t.stop-timeouts:500ms,2m
            :::service.t.restart:on-failure
            :::service.t.restart-limit:3
            :::service.t.restart-window:2s
            :::service.t.restart-pause:10
            :::service.t.restart-backoff:1.5
            :::service.t.restart-pause-max:1h
            :::service.t.ready:notify
            :::service.t.ready-timeout:7s
            :::service.t.limit-nofile:4096
            :::service.t.limit-core:0
            :::service.t.limit-processes:100
            :::service.t.limit-memory:2G
            :::service.t.limit-cpu:150
            :::service.t.cgroup:no
            :::service.t.log-size:64k
            g:t:1:respawn:x
            """;
        var expected = new EntryOptions
        {
            Spawn = new SpawnOptions
            {
                User = "www-data", Group = "adm", Directory = "/srv", EnvironmentFile = "/etc/default/x:y", Ready = Readiness.Notify,
                Environment = "LANG=C \"A=b c\"", Umask = 63, Nice = -5, ReadyTimeout = TimeSpan.FromSeconds(7), Cgroup = false,
                Limits = new ResourceLimits { OpenFiles = 4096, CoreSize = 0, Processes = 100, Memory = 2L << 30, CpuPercent = 150 },
            },
            Timeout = TimeSpan.FromMinutes(2),
            Reload = "/usr/sbin/httpd -k graceful",
            Stop = new StopOptions { Command = "/usr/sbin/httpd -k stop", Signal = StopSignal.Quit, UntilTerm = TimeSpan.FromSeconds(0.5), UntilKill = TimeSpan.FromMinutes(2) },
            Restart = new RestartOptions
            {
                Policy = RestartPolicy.OnFailure, Limit = 3, Window = TimeSpan.FromSeconds(2), Pause = TimeSpan.FromSeconds(10), Backoff = 1.5, MaxPause = TimeSpan.FromHours(1),
            },
            LogSize = 65536,
        };
        Assert.Equal(expected, Options(text));
        Assert.Equal(EntryKeys.All.Length, text.Split(":::service").Length - 1);
    }

    [Theory]
    [InlineData("user", "a b")]
    [InlineData("directory", "srv")]
    [InlineData("env-file", "x")]
    [InlineData("env-file", "-x")]
    [InlineData("env", "A")]
    [InlineData("env", "1A=2")]
    [InlineData("env", "A=1 A=2")]
    [InlineData("env", "A='1")]
    [InlineData("env", " ")]
    [InlineData("umask", "8")]
    [InlineData("umask", "1777")]
    [InlineData("umask", "u=rwx")]
    [InlineData("nice", "20")]
    [InlineData("nice", "-21")]
    [InlineData("timeout", "-1s")]
    [InlineData("reload", " ")]
    [InlineData("stop", " ")]
    [InlineData("stop-signal", "int")]
    [InlineData("stop-timeouts", "5s")]
    [InlineData("stop-timeouts", "5s,5x")]
    [InlineData("stop-timeouts", "25h,1s")]
    [InlineData("restart", "never")]
    [InlineData("restart-limit", "-1")]
    [InlineData("restart-backoff", "0.5")]
    [InlineData("restart-backoff", "NaN")]
    [InlineData("restart-pause", "1e3s")]
    [InlineData("ready", "yes")]
    [InlineData("limit-nofile", "0")]
    [InlineData("limit-memory", "9999999999G")]
    [InlineData("cgroup", "true")]
    [InlineData("log-size", "1")]
    public void A_wrong_value_is_an_error_of_the_group_at_its_column(string key, string value)
    {
        var problem = CltabParser.Parse($":::service.t.{key}:{value}\ng:t:1:once:x\n", "f").Problems.Single();
        Assert.Equal((CltabSeverity.Error, 1, $":::service.t.{key}:".Length + 1, "g"), (problem.Severity, problem.Line, problem.Column, problem.Group));
        Assert.StartsWith(key + ": ", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_sets_defaults_for_its_entries_and_an_entry_wins_over_them()
    {
        var group = CltabParser.Parse(":::service.b.user:own\ng:a:1:once:x\ng:b:1:once:x\n:::group.g.user:all\n:::group.g.stop-signal:TERM\n", "f").Groups[0];
        Assert.Equal(["all", "own"], group.Entries.Select(e => e.Options.Spawn.User));
        Assert.All(group.Entries, e => Assert.Equal(StopSignal.Term, e.Options.Stop.Signal));
    }

    [Fact]
    public void Names_may_hold_dots()
    {
        var document = CltabParser.Parse("a.b:c.d:1:once:x\n:::service.c.d.user:u\n:::group.a.b.start-level:3.x\n", "f");
        Assert.Empty(document.Problems);
        Assert.Equal(("u", "3.x"), (document.Groups[0].Entries[0].Options.Spawn.User, document.Groups[0].Options.StartLevel));
    }

    [Fact]
    public void A_key_given_twice_is_an_error_of_the_group()
    {
        var problem = CltabParser.Parse("g:t:1:once:x\n:::service.t.user:a\n:::service.t.user:b\n", "f").Problems.Single();
        Assert.Equal((CltabSeverity.Error, 3, "g"), (problem.Severity, problem.Line, problem.Group));
    }

    [Theory]
    [InlineData("service.t:x")]
    [InlineData("service.:x")]
    [InlineData("service..user:x")]
    [InlineData("service.t.:x")]
    [InlineData("group.nosuch.fail-stops:yes")]
    public void A_line_that_names_nothing_belongs_to_no_group(string line)
    {
        var problem = CltabParser.Parse($"g:t:1:once:x\n:::{line}\n", "f").Problems.Single();
        Assert.Equal((CltabSeverity.Error, 2, null), (problem.Severity, problem.Line, problem.Group));
    }

    [Fact]
    public void The_page_prints_the_same_keys()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "services.md"));
        foreach (var key in EntryKeys.All)
            Assert.Contains($"| `{key.Name}` | {key.Value} | {key.Fallback} | {key.Meaning} |", page, StringComparison.Ordinal);
        foreach (var key in GroupKeys.All)
            Assert.Contains($"| `{key.Name}` | {key.Value} | {key.Fallback} | {key.Meaning} |", page, StringComparison.Ordinal);
    }

    private static EntryOptions Options(string text)
    {
        var document = CltabParser.Parse(text, "f");
        Assert.Empty(document.Problems);
        return document.Groups[0].Entries[0].Options;
    }
}
