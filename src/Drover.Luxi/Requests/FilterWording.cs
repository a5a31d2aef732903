using Drover.Kernel.Queries;

namespace Drover.Luxi.Requests;

/// <summary>How 2.6 reads filters, and how it words what is wrong with them. 3.0.2 has the kernel's rules and words.</summary>
internal static class FilterWording
{
    /// <summary>How deep 2.6 lets conditions be nested.</summary>
    public const int LevelsOf26 = 10;

    /// <summary>What operators mean in 2.6. Both releases understand the operators of both.</summary>
    public static FilterRules RulesOf26 { get; } = new()
    {
        MissingPasses = false,
        AllIsTrueOrFalse = true,
        HostsIgnoreCase = true,
        FractionsCount = true,
        OtherTypesDiffer = true,
        ChecksKinds = true,
        NamedRowsOnce = true,
    };

    public static FilterRules Rules(bool is26) => is26 ? RulesOf26 : FilterRules.Usual;

    /// <summary>A filter that cannot be read.</summary>
    public static string In26(FilterSyntaxException error) => error.Problem switch
    {
        FilterProblem.Condition => $"Invalid filter on level {error.Level}",
        FilterProblem.Operator => $"Unknown operator '{error.Operator}'",
        FilterProblem.OneOperand => $"Unary operator '{error.Operator}' expects exactly one operand",
        FilterProblem.TwoOperands => "Invalid binary operator, expected exactly two operands",
        FilterProblem.FieldName => $"Unknown field '{error.Found}'",
        FilterProblem.Value => $"Invalid value {error.Found} in filter, expected a string or a number",
        FilterProblem.PatternType => "Invalid regex pattern (expected a string)",
        FilterProblem.Pattern => $"Invalid regex pattern {error.Message}",
        _ => error.Message,
    };

    /// <summary>A query that cannot be answered.</summary>
    public static string In26(QueryException error) => error.Code switch
    {
        "FILTER_FIELD" => $"Unknown field '{error.Field}'",
        "FILTER_KIND" => $"Unable to compare field '{error.Field}' (type '{error.Kind.WireName()}') with '{TypeOf(error.Value)}', "
            + $"expected {(error.Kind == FieldKind.Text ? "string" : "number")}",
        _ => error.Message,
    };

    private static string TypeOf(FieldValue value) => value.Shape switch
    {
        ValueShape.Text => "str",
        ValueShape.Bool => "bool",
        ValueShape.Float => "float",
        _ => "int",
    };
}
