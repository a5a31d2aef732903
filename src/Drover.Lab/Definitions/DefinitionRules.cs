using System.Collections.Immutable;
using Drover.Yaml;

namespace Drover.Lab.Definitions;

/// <summary>Which of LAVA's two checks a definition has to pass, both as in LAVA 2023.01.</summary>
public sealed record DefinitionRules
{
    /// <summary>What a submission has to pass: the coarse schema.</summary>
    public static DefinitionRules Submission { get; } = new();

    /// <summary>What <c>validate</c> looks at: the finer rules for timeouts, namespaces and roles. Keys that nobody knows pass.</summary>
    public static DefinitionRules Validation { get; } = new() { IsValidation = true, TakesUnknownKeys = true };

    /// <summary>What a strict <c>validate</c> looks at: unknown keys are refused too.</summary>
    public static DefinitionRules StrictValidation { get; } = new() { IsValidation = true };

    /// <summary>Whether the finer rules hold: one unit of at least 1 a timeout, none longer than the job's, namespaces in all actions or in none.</summary>
    public bool IsValidation { get; init; }

    /// <summary>Whether top-level keys that LAVA does not know are passed over. Default false.</summary>
    public bool TakesUnknownKeys { get; init; }

    /// <summary>Names that <c>context</c> may have beside LAVA's own: LAVA's setting <c>EXTRA_CONTEXT_VARIABLES</c>. Default none.</summary>
    public ImmutableHashSet<string> ExtraContextNames { get; init; } = [];

    /// <summary>How large a text may be. Default: the limits of <see cref="YamlRules.Safe"/>.</summary>
    public YamlRules Yaml { get; init; } = YamlRules.Safe;
}
