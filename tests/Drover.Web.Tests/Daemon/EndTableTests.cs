using Drover.Daemon.Process;

namespace Drover.Web.Tests.Daemon;

/// <summary>What stops the services and what leaves them.</summary>
public sealed class EndTableTests
{
    [Fact]
    public void Each_cause_with_each_job_is_decided()
    {
        foreach (var cause in Enum.GetValues<EndCause>())
            foreach (var job in Enum.GetValues<UnitJob>())
                Assert.True(EndTable.Rows.ContainsKey((cause, job)), $"{cause} {job}");
    }

    [Fact]
    public void The_docs_print_the_table()
    {
        // | what asks for it | signal | job of the unit | services |
        var rows = File.ReadLines(Path.Combine(Root(), "docs", "services.md")).Where(line => line.StartsWith('|') && line.Contains("SIG", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)).Where(cells => cells.Length == 6).ToList();
        var written = rows.SelectMany(cells => CausesOf(cells[2]).SelectMany(cause => JobsOf(cells[3]).Select(job => (Key: (cause, job), Fate: FateOf(cells[4]))))).ToList();
        Assert.Equal(EndTable.Rows.OrderBy(row => row.Key).Select(row => (row.Key, row.Value)), written.OrderBy(row => row.Key).Select(row => (row.Key, row.Fate)));
    }

    [Theory]
    [InlineData(ServiceFate.Stay, true)]
    [InlineData(ServiceFate.Stop, false)]
    internal void Where_nobody_says_the_setting_does(ServiceFate onTerm, bool leaves)
    {
        Assert.Equal(leaves, EndTable.Leaves(EndCause.Term, UnitJob.None, onTerm));
        Assert.True(EndTable.Leaves(EndCause.Term, UnitJob.Restart, onTerm));
        Assert.False(EndTable.Leaves(EndCause.Term, UnitJob.Stop, onTerm));
    }

    [Theory]
    [InlineData("0::/system.slice/drover.service\n", null, "drover.service", false)]
    [InlineData("0::/system.slice/system-drover.slice/drover@a.service/drover-daemon\n", null, "drover@a.service", false)]
    [InlineData("12:pids:/x.service\n1:name=systemd:/system.slice/drover.service\n", null, "drover.service", false)]
    [InlineData("0::/user.slice/user-1000.slice/user@1000.service/app.slice/drover.service\n", null, "drover.service", true)]
    [InlineData("0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-xterm.scope\n", null, null, true)]
    [InlineData("0::/user.slice/user-0.slice/session-1.scope\n", null, null, false)]
    [InlineData("0::/\n", "drover.service", "drover.service", false)]
    [InlineData("", null, null, false)]
    public void The_unit_is_that_of_the_cgroup_or_of_the_setting(string cgroups, string? set, string? name, bool isOfUser) =>
        Assert.Equal(name is null ? null : new SystemdUnit(name, isOfUser), SystemdUnit.Of(cgroups, set));

    [Theory]
    [InlineData("  123 drover.service              restart running\n", UnitJob.Restart)]
    [InlineData("123 drover.service try-restart waiting\n", UnitJob.Restart)]
    [InlineData("1 shutdown.target start waiting\n123 drover.service stop running\n2 x.service restart running\n", UnitJob.Stop)]
    [InlineData("123 drover.service start running\n", UnitJob.None)]
    [InlineData("123 other-drover.service restart running\n", UnitJob.None)]
    [InlineData("No jobs running.\n", UnitJob.None)]
    [InlineData("", UnitJob.None)]
    internal void The_job_of_the_unit_is_read_from_the_list(string list, UnitJob job) => Assert.Equal(job, new SystemdUnit("drover.service", false).JobIn(list));

    private static IEnumerable<EndCause> CausesOf(string cell) => cell switch
    {
        "SIGUSR1" => [EndCause.Leave],
        "SIGUSR2" => [EndCause.Shutdown],
        _ => [EndCause.Term],
    };

    private static IEnumerable<UnitJob> JobsOf(string cell) => cell == "any" ? Enum.GetValues<UnitJob>() : [Enum.Parse<UnitJob>(cell, ignoreCase: true)];

    private static ServiceFate FateOf(string cell) => cell switch { "stay" => ServiceFate.Stay, "stop" => ServiceFate.Stop, _ => ServiceFate.AsSet };

    private static string Root()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Drover.slnx")))
            directory = Path.GetDirectoryName(directory)!;
        return directory;
    }
}
