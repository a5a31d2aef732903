using Drover.Daemon;
using Drover.Daemon.Logging;
using Microsoft.Extensions.Logging;

namespace Drover.Web.Tests.Logging;

/// <summary>What those who trace are told, and what the log is told as before.</summary>
public sealed class TracingTests : IDisposable
{
    private readonly Drover.Daemon.Logging.LogLevels _levels = new("warning");
    private readonly Drover.Daemon.Logging.Tracing _tracing;
    private readonly ILoggerFactory _logging;

    public TracingTests()
    {
        _tracing = new Drover.Daemon.Logging.Tracing(_levels, TimeProvider.System);
        _logging = Log.Factory(_levels, _tracing);
    }

    public void Dispose()
    {
        _logging.Dispose();
        _tracing.Dispose();
        _levels.Dispose();
    }

    [Fact]
    public void Each_hears_of_what_it_traces_and_of_nothing_else()
    {
        var (jobs, luxi) = (_logging.CreateLogger("drover.jobs"), _logging.CreateLogger("drover.luxi"));
        Assert.False(jobs.IsEnabled(LogLevel.Debug));
        using var one = _tracing.Open("jobs", out _)!;
        using var all = _tracing.Open("all^store", out _)!;
        jobs.LogDebug(new EventId(7), "job 17 waits");
        luxi.LogDebug("asked");
        _logging.CreateLogger("drover.store").LogError("full");
        Assert.Equal(["debug jobs 7 job 17 waits"], Lines(one));
        Assert.Equal(["debug jobs 7 job 17 waits", "debug luxi 0 asked"], Lines(all));
    }

    [Fact]
    public void What_is_traced_costs_nothing_any_more_when_the_last_one_has_gone()
    {
        var jobs = _logging.CreateLogger("drover.jobs");
        var (one, other) = (_tracing.Open("jobs|luxi", out _)!, _tracing.Open("jobs", out _)!);
        one.Dispose();
        Assert.True(jobs.IsEnabled(LogLevel.Debug));
        Assert.False(_logging.CreateLogger("drover.luxi").IsEnabled(LogLevel.Debug));
        other.Dispose();
        Assert.False(jobs.IsEnabled(LogLevel.Debug));
        Assert.True(jobs.IsEnabled(LogLevel.Warning));
        Assert.Equal("warning", _levels.View.InForce);
    }

    [Fact]
    public void Who_reads_too_slowly_misses_the_oldest_and_is_told_how_many()
    {
        using var trace = _tracing.Open("jobs", out _)!;
        var jobs = _logging.CreateLogger("drover.jobs");
        for (var i = 0; i < 10_003; i++)
            jobs.Log(LogLevel.Debug, default, i, null, (number, _) => $"line {number}");
        Assert.True(trace.Lines.TryRead(out var first));
        Assert.Equal(("line 3", 3), (first.Text, trace.TakeLost()));
        Assert.Equal(0, trace.TakeLost());
    }

    [Theory]
    [InlineData("jobs", "jobs")]
    [InlineData("jobs|luxi^jobs", "jobs luxi")]
    [InlineData("jobs^jobs|luxi", "luxi")]
    [InlineData("jobs^luxi", "jobs")]
    [InlineData("none | store", "store")]
    [InlineData("std", "accounts agent cltab cluster daemon fleet jobs kernel lab services shares store tasks worker")]
    [InlineData("all^std", "clusterinit http lava lava-web luxi")]
    public void Sets_are_united_and_what_is_left_out_need_not_be_in_them(string text, string expected)
    {
        Assert.Equal(expected, string.Join(' ', FacilitySet.Read(text, out var problem)));
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("job", "'job' is no facility; did you mean 'jobs'?")]
    [InlineData("", "'' is no facility")]
    [InlineData("jobs|", "'' is no facility")]
    [InlineData("all^loud", "'loud' is no facility")]
    [InlineData("jobs^jobs", "leaves nothing to trace")]
    public void What_cannot_be_traced_is_named(string text, string words)
    {
        Assert.Null(_tracing.Open(text, out var problem));
        Assert.Contains(words, problem, StringComparison.Ordinal);
    }

    private static List<string> Lines(Drover.Web.Tracing.ITrace trace)
    {
        var lines = new List<string>();
        while (trace.Lines.TryRead(out var line))
            lines.Add($"{line.Level} {line.Facility} {line.Number} {line.Text}");
        return lines;
    }
}
