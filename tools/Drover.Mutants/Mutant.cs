using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

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

    /// <summary>What it is called: the same as long as nobody touches the place, wherever in the file that has moved.</summary>
    public string Name => $"{File}, {Member}: {Kind}: {OneLine(Node.ToString())}";

    private string Member => Node.Ancestors().Select(NameOf).FirstOrDefault(name => name is not null) ?? "";

    public override string ToString() => $"{Name} (line {Line})";

    private static string? NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        LocalFunctionStatementSyntax function => function.Identifier.Text,
        VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax } field => field.Identifier.Text,
        OperatorDeclarationSyntax @operator => @operator.OperatorToken.Text,
        IndexerDeclarationSyntax => "this",
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        _ => null,
    };

    private static string OneLine(string text) => string.Join(' ', text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
}
