using Drover.Kernel;
using Drover.Services.Cltab;
using Drover.Services.Groups;
using Drover.Services.Processes;

namespace Drover.Services.Supervision;

public sealed partial class Supervisor
{
    /// <summary>All groups and processes of one moment.</summary>
    public SupervisorView View
    {
        get
        {
            var groups = _published;
            var wall = Timestamp.From(_clock).Microseconds;
            var now = Now;
            var rows = groups.Values.OrderBy(g => g.State.Name, StringComparer.Ordinal).Select(Row).ToList();
            foreach (var refused in _inForce.Groups)
                if (refused.IsRefused && !groups.ContainsKey(refused.Name))
                    rows.Add(new GroupRow(Node, refused.Name, null, null, "CONFIGURED", "REFUSED", refused.Errors[0].Text, 0, 0, 0, 0, Describe(refused.Errors)));
            return new SupervisorView(rows,
                [.. groups.Values.SelectMany(g => g.State.Processes.Values.Select(p => Row(g, p, wall, now))).OrderBy(p => p.Name, StringComparer.Ordinal)]);
        }
    }

    /// <summary>Fills in the live figures of rows.</summary>
    internal ValueTask ProbeAsync(IList<ProcessRow> rows)
    {
        for (var i = 0; i < rows.Count; i++)
            if (rows[i].Invocation is { } invocation && _agent?.Figures(invocation) is { } figures)
                rows[i] = rows[i] with { CpuSeconds = figures.CpuTime.TotalSeconds, MemoryMiB = figures.ResidentBytes >> 20 };
        return ValueTask.CompletedTask;
    }

    private GroupRow Row(GroupSnapshot snapshot)
    {
        var state = snapshot.State;
        var word = GroupView.Word(state);
        return new GroupRow(
            Node, state.Name, state.Level, state.Target, state.Phase.Word(), word,
            state.Reason ?? (word == "DEGRADED" ? string.Join("; ", GroupView.Degraded(state)) : null), snapshot.Since,
            state.Definition.Entries.Length, state.Processes.Values.Count(p => p.MainLives), state.Processes.Values.Sum(p => p.Restarts),
            Describe(snapshot.Errors));
    }

    private ProcessRow Row(GroupSnapshot snapshot, ProcessState process, long wall, TimeSpan now)
    {
        var known = snapshot.Runs.TryGetValue(process.Tag, out var run);
        return new ProcessRow(
            Node, snapshot.State.Name, process.Tag, process.Entry.Mode.Word(), StateWord(process.Phase),
            process.MainLives ? process.Pid : 0, process.Level, process.Restarts, process.LastExit?.ToString(), process.Error,
            process.Run > 0 ? Wall(process.StartedAt) : 0,
            process.PausedUntil is { } until ? Wall(until) : null,
            process.Entry.Command.Text, known ? run.LogPath : LogPath(process.Entry), known ? run.Invocation : null)
        {
            Limits = known && process.Entry.Options.Spawn.Limits.HasTreeLimits ? _agent?.Find(run.Invocation)?.Limits : null,
        };

        long Wall(TimeSpan moment) => wall + (long)(moment - now).TotalMicroseconds;
    }

    private List<string> Describe(IEnumerable<CltabProblem> problems) => [.. problems.Select(p => p.Describe(_options.CltabPath ?? "cltab"))];
}
