using Drover.Nodes.Services;
using Drover.Services.Supervision;
using Drover.Tests.Shared;

namespace Drover.Services.Tests.Supervision;

/// <summary>Ends of processes are told together, and a storm of them stays small.</summary>
public sealed class EndedProcessesTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly List<IReadOnlyList<ProcessEnd>> _told = [];
    private readonly EndedProcesses _ended;

    public EndedProcessesTests() => _ended = new EndedProcesses(_clock, _told.Add);

    public void Dispose() => _ended.Dispose();

    [Fact]
    public void Ends_of_one_second_are_told_together_and_those_of_the_next_with_the_next()
    {
        _ended.Add(End("a", 1));
        _clock.Advance(EndedProcesses.Interval / 2);
        _ended.Add(End("b", 2));
        Assert.Empty(_told);
        _clock.Advance(EndedProcesses.Interval / 2);
        Assert.Equal([End("a", 1), End("b", 2)], Assert.Single(_told));
        _clock.Advance(EndedProcesses.Interval * 10);
        Assert.Single(_told);
        _ended.Add(End("a", 3));
        _clock.Advance(EndedProcesses.Interval);
        Assert.Equal([End("a", 3)], _told[1]);
    }

    [Fact]
    public void What_is_too_much_of_an_entry_is_counted_in_its_next_end_and_takes_nothing_from_others()
    {
        for (var i = 0; i < EndedProcesses.MostOfOne + 5; i++)
            _ended.Add(End("a", i));
        _ended.Add(End("b", 1));
        _clock.Advance(EndedProcesses.Interval);
        Assert.Equal([.. Enumerable.Range(0, EndedProcesses.MostOfOne).Select(i => End("a", i)), End("b", 1)], _told[0]);
        _ended.Add(End("a", 100));
        _ended.Add(End("a", 101));
        _clock.Advance(EndedProcesses.Interval);
        Assert.Equal([End("a", 100) with { Missed = 5 }, End("a", 101)], _told[1]);
    }

    [Fact]
    public void No_report_grows_beyond_its_limit()
    {
        for (var i = 0; i < EndedProcesses.MostOfAll + 50; i++)
            _ended.Add(End($"t{i}", i));
        _clock.Advance(EndedProcesses.Interval);
        Assert.Equal(EndedProcesses.MostOfAll, Assert.Single(_told).Count);
    }

    [Fact]
    public void What_waits_is_told_at_once_when_the_supervisor_stops()
    {
        _ended.Flush();
        Assert.Empty(_told);
        _ended.Add(End("a", 1));
        _ended.Flush();
        Assert.Single(_told);
    }

    private static ProcessEnd End(string tag, long run) => new(new ProcessKey("n1", "g", tag), run, "1", run, run + 5, 0, null);
}
