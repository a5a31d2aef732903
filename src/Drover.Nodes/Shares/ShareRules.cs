namespace Drover.Nodes.Shares;

/// <summary>A rule file.</summary>
/// <param name="File">Where it comes from, for complaints.</param>
/// <param name="Text">Its lines.</param>
public sealed record ShareRules(string File, string Text);
