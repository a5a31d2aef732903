namespace Drover.Lab.Logs;

/// <summary>Why something is no line of a log.</summary>
public enum LineProblem
{
    /// <summary>It is empty, no UTF-8, or not a line.</summary>
    NotText,

    /// <summary>A mapping without <c>lvl</c> or without <c>msg</c>.</summary>
    NoLevelOrMessage,
}
