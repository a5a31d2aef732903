namespace Drover.Services.Cltab;

/// <summary>How bad a problem in a cltab is.</summary>
public enum CltabSeverity
{
    /// <summary>Read, but perhaps not what was meant.</summary>
    Warning,

    /// <summary>The line is not used. If it belongs to a group, the group keeps its last good definition.</summary>
    Error,
}
