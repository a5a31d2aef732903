namespace Drover.Kernel.Queries;

/// <summary>Classes of query errors, named as clients of Ganeti know them.</summary>
public enum QueryErrorClass
{
    /// <summary>The filter asks for something that does not fit the field.</summary>
    ParameterError,
    /// <summary>The names asked for do not exist.</summary>
    OpPrereqError,
    GenericError,
}
