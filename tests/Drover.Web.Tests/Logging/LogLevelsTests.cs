using Drover.Daemon;
using Drover.Daemon.Logging;
using Drover.Kernel;
using Drover.Tests.Shared;
using Microsoft.Extensions.Logging;

namespace Drover.Web.Tests.Logging;

/// <summary>Levels of the daemon's own log, in force and changed.</summary>
public sealed class LogLevelsTests
{
    private static readonly Caller s_admin = Caller.User(1000, Role.Operator);

    [Fact]
    public void Loggers_that_are_there_follow_a_change_and_a_reset()
    {
        using var levels = new Drover.Daemon.Logging.LogLevels("warning,jobs=debug");
        using var tracing = new Drover.Daemon.Logging.Tracing(levels, TimeProvider.System);
        using var logging = Log.Factory(levels, tracing);
        var (jobs, luxi) = (logging.CreateLogger("drover.jobs"), logging.CreateLogger("drover.luxi"));
        Assert.Equal((LogLevel.Debug, LogLevel.Warning), (Least(jobs), Least(luxi)));
        Assert.Null(levels.Change("luxi=debug,jobs=error", s_admin));
        Assert.Equal((LogLevel.Error, LogLevel.Debug), (Least(jobs), Least(luxi)));
        Assert.Null(levels.Change("error", s_admin));
        Assert.Equal((LogLevel.Error, LogLevel.Debug), (Least(jobs), Least(luxi)));
        levels.Reset(s_admin);
        Assert.Equal((LogLevel.Debug, LogLevel.Warning), (Least(jobs), Least(luxi)));
    }

    [Fact]
    public void Words_of_the_web_server_are_warnings_and_worse_or_less()
    {
        using var levels = new Drover.Daemon.Logging.LogLevels("debug");
        using var tracing = new Drover.Daemon.Logging.Tracing(levels, TimeProvider.System);
        using var logging = Log.Factory(levels, tracing);
        var (server, hosting) = (logging.CreateLogger("Microsoft.AspNetCore.Server.Kestrel"), logging.CreateLogger("Microsoft.Extensions.Hosting.Internal.Host"));
        Assert.Equal((LogLevel.Warning, LogLevel.None), (Least(server), Least(hosting)));
        levels.Change("error", s_admin);
        Assert.Equal(LogLevel.Error, Least(server));
    }

    [Theory]
    [InlineData("debug")]
    [InlineData("daemon=error")]
    public void A_change_is_told_once_with_who_made_it_under_the_old_levels_or_the_new_ones(string change)
    {
        var log = new CapturedLog();
        using var levels = new Drover.Daemon.Logging.LogLevels("information") { Log = log.CreateLogger("drover.daemon") };
        levels.Change(change, s_admin);
        levels.Change(change, s_admin);
        Assert.Equal(
            (1806, LogLevel.Information, $"The log level is {levels.View.InForce} from now on, set by uid:1000"),
            Assert.Single(log.Lines.Select(line => (line.Id, line.Level, line.Text))));
    }

    [Theory]
    [InlineData("information", "information")]
    [InlineData("jobs=debug", "information,jobs=debug")]
    [InlineData("luxi=warning , drover.jobs=debug,error", "error,jobs=debug,luxi=warning")]
    public void A_specification_is_read_and_written_in_one_order(string text, string written)
    {
        Assert.Null(LevelSpecification.Read(text, out var read));
        Assert.Equal(written, read!.ToString());
    }

    [Theory]
    [InlineData("", "part 1, ''")]
    [InlineData("debug,", "part 2, ''")]
    [InlineData("Debug", "did you mean 'debug'?")]
    [InlineData("debug,warning", "part 2, 'warning': the level for all is given twice")]
    [InlineData("jobs=debug,jobs=error", "part 2, 'jobs=error': the category 'jobs' is given twice")]
    [InlineData("jobs=", "part 1, 'jobs=': '' is no level")]
    [InlineData("job=debug", "there is no category 'job'; did you mean 'jobs'?")]
    [InlineData("Microsoft=debug", "there is no category 'Microsoft'")]
    public void What_is_wrong_with_a_specification_is_named_with_its_place(string text, string expected) =>
        Assert.Contains(expected, LevelSpecification.Read(text, out _), StringComparison.Ordinal);

    private static LogLevel Least(ILogger log) => Enum.GetValues<LogLevel>().First(level => level == LogLevel.None || log.IsEnabled(level));
}
