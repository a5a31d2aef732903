namespace Drover.Nodes.Shares;

/// <summary>A line of a rule file that does not count.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Text">Why, and what to write instead.</param>
public sealed record RuleComplaint(string File, int Line, string Text);
