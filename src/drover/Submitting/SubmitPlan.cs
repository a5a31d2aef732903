using System.Text.Json;

namespace Drover.Cli.Submitting;

/// <summary>The jobs of one submit.</summary>
/// <param name="IsList">Sent as many (they may depend on each other) even if it is one.</param>
/// <param name="Token">The token that makes the submit happen once only.</param>
internal sealed record SubmitPlan(IReadOnlyList<PlannedJob> Jobs, bool IsList, string? Token);

/// <summary>One job of a submit.</summary>
/// <param name="Ops">Its opcodes.</param>
/// <param name="Follow">Follows it by its id, in a form, and returns the exit code; null where it is followed as any job.</param>
internal sealed record PlannedJob(IReadOnlyList<JsonElement> Ops, Func<Session, long, string, int>? Follow = null);
