using System.Text.Json;

namespace Drover.Cli.Submitting;

/// <summary>The jobs of one submit, each a list of opcodes.</summary>
/// <param name="IsList">Sent as many (they may depend on each other) even if it is one.</param>
/// <param name="Token">The token that makes the submit happen once only.</param>
internal sealed record SubmitPlan(IReadOnlyList<IReadOnlyList<JsonElement>> Jobs, bool IsList, string? Token);
