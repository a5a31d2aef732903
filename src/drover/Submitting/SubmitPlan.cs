using System.Text.Json;

namespace Drover.Cli.Submitting;

/// <summary>The jobs of one submit.</summary>
/// <param name="IsList">Sent as many (they may depend on each other) even if it is one.</param>
/// <param name="Token">The token that makes the submit happen once only.</param>
internal sealed record SubmitPlan(IReadOnlyList<PlannedJob> Jobs, bool IsList, string? Token);

/// <summary>One job of a submit.</summary>
/// <param name="Ops">Its opcodes.</param>
/// <param name="IsTestJob">It was written as a test job, and is followed as one.</param>
internal sealed record PlannedJob(IReadOnlyList<JsonElement> Ops, bool IsTestJob = false);
