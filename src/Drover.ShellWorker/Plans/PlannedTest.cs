using System.Collections.Immutable;

namespace Drover.ShellWorker.Plans;

/// <summary>One test definition, ready to be run.</summary>
/// <param name="Name">Its suite: <c>N_name</c>.</param>
/// <param name="Path">The path that its author gave.</param>
/// <param name="Action">The action that it is of, from 1.</param>
/// <param name="IsLastOfAction">Whether none of the same action follows.</param>
/// <param name="Steps">Lines of a shell script.</param>
/// <param name="Variables">Parameters, in order.</param>
/// <param name="Timeout">How long it may take; null for as long as the action.</param>
/// <param name="ActionTimeout">How long its action may take.</param>
/// <param name="Tap">Whether lines in TAP are results.</param>
/// <param name="Junit">Patterns of report files below the work directory.</param>
internal sealed record PlannedTest(
    string Name, string Path, int Action, bool IsLastOfAction, ImmutableArray<string> Steps, ImmutableArray<KeyValuePair<string, string>> Variables,
    TimeSpan? Timeout, TimeSpan ActionTimeout, bool Tap, ImmutableArray<string> Junit);
