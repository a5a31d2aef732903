using Drover.Agent.Shares.Walking;
using Drover.Nodes.Shares;

namespace Drover.Agent.Shares.Checking;

/// <summary>Adds up what was found, and keeps so much of it as is told.</summary>
/// <param name="most">How many differences, and how many problems, are kept.</param>
internal sealed class CheckTally(int most) : ICheckSink
{
    private readonly List<ShareDifference> _differences = [];
    private readonly List<ShareProblem> _problems = [];
    private bool _noAcls;

    internal long Entries { get; private set; }

    internal long Wrong { get; private set; }

    internal long Changed { get; private set; }

    public bool Tells => _differences.Count < most;

    public bool MayEnter(int descriptor, RawPath path) => true;

    public void TakeRight() => Entries++;

    public void Take(in EntryOutcome outcome, RawPath path)
    {
        Entries++;
        Wrong++;
        if (outcome.State == EntryState.Changed)
            Changed++;
        foreach (var difference in outcome.Differences ?? [])
        {
            if (_differences.Count < most)
                _differences.Add(new ShareDifference(path.ToString(), difference.Aspect, difference.Old, difference.New));
        }
        if (outcome.Problem is { } problem)
            Leave(path, problem, outcome.Detail ?? "");
    }

    public void Leave(RawPath path, ShareProblemKind kind, string detail)
    {
        // Of a file system without ACLs one word is enough.
        if (_problems.Count >= most || (kind == ShareProblemKind.NoAcls && _noAcls))
            return;
        _noAcls |= kind == ShareProblemKind.NoAcls;
        _problems.Add(new ShareProblem(path.ToString(), kind, detail));
    }

    internal ShareReport Report(string? next, IReadOnlyList<RuleComplaint> complaints) =>
        new(Entries, Wrong, Changed, next) { Differences = _differences, Problems = _problems, Complaints = complaints };
}
