namespace Drover.Services.Cltab;

/// <summary>Something wrong in a cltab.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Line">Line in the file, from 1.</param>
/// <param name="Column">Character in the line, from 1.</param>
/// <param name="Text">What is wrong, and what to do.</param>
/// <param name="Group">The group that it belongs to; null if to none.</param>
public sealed record CltabProblem(CltabSeverity Severity, int Line, int Column, string Text, string? Group)
{
    /// <summary>The included file that it is in; null for the cltab itself.</summary>
    public string? File { get; init; }

    /// <summary>The tag that an earlier line has already; null if that is not what is wrong.</summary>
    public string? DuplicateTag { get; init; }

    /// <summary>The problem as compilers print it: <c>path:line:column: error: text</c>.</summary>
    /// <param name="path">The cltab.</param>
    public string Describe(string path) =>
        $"{File ?? path}:{Line}:{Column}: {(Severity == CltabSeverity.Error ? "error" : "warning")}: {Text}";
}
