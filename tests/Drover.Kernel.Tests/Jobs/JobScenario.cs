using System.Globalization;
using System.Text.RegularExpressions;
using Drover.Kernel.Jobs;
using Drover.Kernel.State;

namespace Drover.Kernel.Tests.Jobs;

/// <summary>
/// Runs one story about a kernel on a real store; testdata/README.md tells the words. Each line that acts is settled before the next. What
/// it did - its answer, each job that is in another state now, each fault of a domain - is told by the line <c>=&gt;</c> below it, all of it;
/// no such line means that it did nothing of these. After each line replaying the journal makes the same rows, queue and locks, and at
/// the end nothing is left.
/// </summary>
internal sealed partial class JobScenario(string name, ScenarioKernel kernel) : IDisposable
{
    /// <summary>So many jobs in one state are told by the first and the last of them.</summary>
    private const int ShortestRange = 5;

    private readonly List<Task<string>> _meanwhile = [];
    private ManualResetEventSlim? _busy;
    private string _outcome = "";
    private string _refusal = "";
    private long _before;

    public async Task RunAsync(string[] lines)
    {
        var told = true;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            var place = $"{name}.txt line {i + 1}: {line}";
            if (line.StartsWith("=> ", StringComparison.Ordinal))
            {
                Assert.True(!told && _outcome == line[3..], $"{place}\nbut in truth: {(_outcome.Length == 0 ? "nothing" : _outcome)}");
                told = true;
                continue;
            }
            if (Truth(line) is { } check)
            {
                Assert.True(check.Told == check.Truth, $"{place}\nbut in truth: {check.Truth}");
                continue;
            }
            Assert.True(told || _outcome.Length == 0, $"before {place}\nnobody told: {_outcome}");
            told = false;
            await StepAsync(line, place);
        }
        Assert.True(told || _outcome.Length == 0, $"at the end of {name}.txt nobody told: {_outcome}");
        AssertNothingIsLeft();
    }

    public void Dispose()
    {
        _busy?.Set();
        _busy?.Dispose();
    }

    private async Task StepAsync(string line, string place)
    {
        var (host, before, digest, faults) = (kernel.Host, kernel.State, Digest(), kernel.Host.Faults.Count);
        _before = before.Sequence;
        var answer = await ActAsync(line, place);
        if (_busy is null)
            await kernel.SettleAsync();
        List<string> parts = [answer, Changes(before.Jobs, kernel.State.Jobs)];
        foreach (var fault in kernel.Host.Faults.Last.Skip(host == kernel.Host ? (int)faults : 0))
            parts.Add($"fault of {fault.Subject} in {fault.Step}");
        _outcome = string.Join("; ", parts.Where(part => part.Length > 0));
        if (_outcome == answer && answer.StartsWith("refused ", StringComparison.Ordinal))
            Assert.True(digest == Digest(), $"{place}\nwas refused, but has changed something");
        if (!kernel.IsUnsettled && _busy is null)
            await kernel.Inner.AssertReplayMakesTheSameAsync();
    }

    private string Digest() => StateDigest.OfAll(kernel.State, kernel.Host.Model.Codec);

    /// <summary>Jobs that are in another state than before, in order of their ids.</summary>
    private static string Changes(IReadOnlyDictionary<long, JobEntry> before, IReadOnlyDictionary<long, JobEntry> after)
    {
        var changed = new List<(long Id, string State)>();
        foreach (var id in before.Keys.Union(after.Keys).Order())
        {
            var (was, now) = (before.GetValueOrDefault(id)?.Status, after.GetValueOrDefault(id)?.Status);
            if (was != now)
                changed.Add((id, now?.Name() ?? "archived"));
        }
        var parts = new List<string>();
        for (var i = 0; i < changed.Count;)
        {
            var end = i;
            while (end + 1 < changed.Count && changed[end + 1] == (changed[end].Id + 1, changed[i].State))
                end++;
            end = end - i + 1 < ShortestRange ? i : end;
            parts.Add(end == i ? $"{changed[i].Id} {changed[i].State}" : $"{changed[i].Id} to {changed[end].Id} {changed[i].State}");
            i = end + 1;
        }
        return string.Join(", ", parts);
    }

    private void AssertNothingIsLeft()
    {
        var state = kernel.State;
        Assert.True(state.Queue.Unfinished == 0, $"at the end of {name}.txt {state.Queue.Unfinished} jobs are unfinished");
        Assert.Equal(0, state.Locks.OwnerCount);
        Assert.Equal(0, state.Locks.WaitingCount);
        Assert.Empty(state.Queue.Tracked);
        Assert.Empty(state.Queue.Held);
        Assert.Empty(state.Queue.Dependents);
        Assert.Empty(state.Queue.Ends);
        Assert.Empty(state.Queue.ChargeCounts);
        Assert.Empty(state.Queue.Slots);
        Assert.Empty(state.Queue.Preparing);
        Assert.Empty(state.LogSerials);
        Assert.Null(kernel.Inner.Fatal);
    }

    private static string? After(string text, string start) => text.StartsWith(start, StringComparison.Ordinal) ? text[start.Length..] : null;

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("^(\\d+) (.+)$")]
    private static partial Regex AboutJob();
}
