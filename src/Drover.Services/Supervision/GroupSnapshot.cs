using System.Collections.Immutable;
using Drover.Services.Cltab;
using Drover.Services.Groups;

namespace Drover.Services.Supervision;

/// <summary>A group as readers see it.</summary>
internal sealed record GroupSnapshot(GroupState State, long Since, IReadOnlyList<CltabProblem> Errors, ImmutableDictionary<string, SupervisedRun> Runs, string? NoLease);
