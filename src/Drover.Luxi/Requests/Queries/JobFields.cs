namespace Drover.Luxi.Requests.Queries;

/// <summary>What is known of the fields of jobs before they are read.</summary>
internal static class JobFields
{
    /// <summary>Fields of the opcodes are in a job's body, which may be large or in the store; all others are in memory.</summary>
    public static bool NeedsBody(string field) => field.StartsWith("op", StringComparison.Ordinal);

    /// <summary>What a query of these fields is like.</summary>
    public static CallKind KindOf(string resource, IEnumerable<string> fields) =>
        resource == "job" && fields.Any(NeedsBody) ? CallKind.Long : CallKind.Look;
}
