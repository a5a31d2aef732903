using System.Collections.Immutable;

namespace Drover.ShellWorker.Plans;

/// <summary>What a test job does on a shell device.</summary>
/// <param name="Timeout">How long it may take.</param>
/// <param name="Variables">Environment of all its steps, in order; a later one wins.</param>
/// <param name="Tests">Its definitions, in order.</param>
internal sealed record ShellPlan(TimeSpan Timeout, ImmutableArray<KeyValuePair<string, string>> Variables, ImmutableArray<PlannedTest> Tests);
