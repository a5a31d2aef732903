using Drover.Agent.Shares.Walking;
using Drover.Nodes.Shares;

namespace Drover.Agent.Shares.Checking;

/// <summary>Adds up what was found, and keeps so much of it as is told.</summary>
/// <param name="most">How many differences, and how many problems, are kept.</param>
internal sealed class CheckTally(int most)
{
    private readonly List<ShareDifference> _differences = [];
    private readonly List<ShareProblem> _problems = [];
    private bool _noAcls;

    internal long Entries { get; private set; }

    internal long Wrong { get; private set; }

    internal long Changed { get; private set; }

    /// <summary>Counts an entry that is as it is to be.</summary>
    internal void TakeRight() => Entries++;

    internal void Take(in EntryOutcome outcome, RawPath path)
    {
        if (outcome.State == EntryState.Gone)
            return;
        Entries++;
        Wrong++;
        if (outcome.State == EntryState.Changed)
            Changed++;
        var text = _differences.Count < most || _problems.Count < most ? path.ToString() : "";
        foreach (var difference in outcome.Differences ?? [])
        {
            if (_differences.Count < most)
                _differences.Add(new ShareDifference(text, difference.Aspect, difference.Old, difference.New));
        }
        if (outcome.Problem is { } problem)
            Add(new ShareProblem(text, problem, outcome.Detail ?? ""));
    }

    internal void Add(ShareProblem problem)
    {
        // Of a file system without ACLs one word is enough.
        if (_problems.Count >= most || (problem.Kind == ShareProblemKind.NoAcls && _noAcls))
            return;
        _noAcls |= problem.Kind == ShareProblemKind.NoAcls;
        _problems.Add(problem);
    }

    internal ShareReport Report(string? next, IReadOnlyList<RuleComplaint> complaints) =>
        new(Entries, Wrong, Changed, next) { Differences = _differences, Problems = _problems, Complaints = complaints };
}
