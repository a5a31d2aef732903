namespace Drover.Nodes.Accounts;

/// <summary>Something that is wrong with an account file.</summary>
/// <param name="File">Path of the file.</param>
/// <param name="Line">Number of the line, from 1; 0 where it is about all of the file.</param>
/// <param name="Text">What is wrong.</param>
public sealed record AccountProblem(string File, int Line, string Text)
{
    /// <summary>The place, and what is wrong.</summary>
    public override string ToString() => Line > 0 ? $"{File}:{Line}: {Text}" : $"{File}: {Text}";
}
