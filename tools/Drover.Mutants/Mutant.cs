using Microsoft.CodeAnalysis;

namespace Drover.Mutants;

/// <summary>One fault that can be switched on.</summary>
/// <param name="Node">The syntax that it is put in place of.</param>
/// <param name="Text">What stands there while it is on.</param>
/// <param name="Kind">What was done to it, in a word or two.</param>
internal sealed record Mutant(SyntaxNode Node, string Text, string Kind)
{
    /// <summary>Path below the repository.</summary>
    public required string File { get; init; }

    public int Line => Node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    public int LastLine => Node.GetLocation().GetLineSpan().EndLinePosition.Line + 1;

    public override string ToString() => $"{File}:{Line}: {Kind}: {OneLine(Node.ToString())} -> {OneLine(Text)}";

    private static string OneLine(string text)
    {
        var line = string.Join(' ', text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= 90 ? line : line[..90] + "...";
    }
}
