using Drover.Kernel.Operations;
using Drover.Kernel.Queries;

namespace Drover.Cluster.Queries;

/// <summary>Errors of queries in the classes of Ganeti's vocabulary, as jobs keep them and LUXI answers them.</summary>
public static class QueryRefusal
{
    /// <summary>The error of an operation that could not answer a query.</summary>
    public static OperationException From(QueryException problem) => Worded(problem, problem.Message);

    /// <summary>The same in the words of another wire.</summary>
    public static OperationException Worded(QueryException problem, string message) => problem.Code switch
    {
        "NAME_UNKNOWN" => new("OpPrereqError", message, "unknown_entity"),
        "RESOURCE_UNKNOWN" => new("OpPrereqError", message, "wrong_input"),
        // A text that is no number cannot be read; another value cannot be compared.
        "FILTER_JOB_ID" when problem.Value.Shape == ValueShape.Text => new("GenericError", message),
        _ => new("ParameterError", message),
    };
}
