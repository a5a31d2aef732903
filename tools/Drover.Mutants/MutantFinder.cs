using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Drover.Mutants;

/// <summary>Finds all faults that could be made in a source file: conditions turned round, bounds moved, calls left out.</summary>
internal sealed class MutantFinder(string file) : CSharpSyntaxWalker
{
    private static readonly Dictionary<SyntaxKind, string> s_operators = new()
    {
        [SyntaxKind.LessThanExpression] = "<=",
        [SyntaxKind.LessThanOrEqualExpression] = "<",
        [SyntaxKind.GreaterThanExpression] = ">=",
        [SyntaxKind.GreaterThanOrEqualExpression] = ">",
        [SyntaxKind.EqualsExpression] = "!=",
        [SyntaxKind.NotEqualsExpression] = "==",
        [SyntaxKind.LogicalAndExpression] = "||",
        [SyntaxKind.LogicalOrExpression] = "&&",
        [SyntaxKind.AddExpression] = "-",
        [SyntaxKind.SubtractExpression] = "+",
    };

    private readonly List<Mutant> _found = [];

    public static IReadOnlyList<Mutant> Find(string file, SyntaxNode root)
    {
        var finder = new MutantFinder(file);
        finder.Visit(root);
        return finder._found;
    }

    public override void VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        if (s_operators.TryGetValue(node.Kind(), out var other) && !IsOfTexts(node) && IsSwitchable(node))
            Add(node, $"{node.Left} {other} {node.Right}", $"'{node.OperatorToken.Text}' is '{other}'");
        base.VisitBinaryExpression(node);
    }

    public override void VisitIfStatement(IfStatementSyntax node)
    {
        if (IsSwitchable(node.Condition))
            Add(node.Condition, $"!({node.Condition})", "turned round");
        base.VisitIfStatement(node);
    }

    public override void VisitConditionalExpression(ConditionalExpressionSyntax node)
    {
        if (IsSwitchable(node.Condition))
            Add(node.Condition, $"!({node.Condition})", "turned round");
        base.VisitConditionalExpression(node);
    }

    public override void VisitLiteralExpression(LiteralExpressionSyntax node)
    {
        if (node.Kind() is SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression && IsSwitchable(node) && node.Parent is not PatternSyntax)
            Add(node, node.IsKind(SyntaxKind.TrueLiteralExpression) ? "false" : "true", "the other truth");
    }

    public override void VisitExpressionStatement(ExpressionStatementSyntax node)
    {
        // A local that is assigned in one branch only would not compile; calls and what is kept in fields can go.
        var isCall = node.Expression is InvocationExpressionSyntax or AwaitExpressionSyntax;
        var isKept = node.Expression is AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax or IdentifierNameSyntax { Identifier.Text: ['_', ..] } };
        if ((isCall || isKept) && !DeclaresVariables(node))
            Add(node, ";", "left out");
        base.VisitExpressionStatement(node);
    }

    // What the compiler computes itself cannot be switched.
    public override void VisitAttributeList(AttributeListSyntax node) { }

    public override void VisitParameterList(ParameterListSyntax node) { }

    public override void VisitFieldDeclaration(FieldDeclarationSyntax node)
    {
        if (!node.Modifiers.Any(SyntaxKind.ConstKeyword))
            base.VisitFieldDeclaration(node);
    }

    public override void VisitLocalDeclarationStatement(LocalDeclarationStatementSyntax node)
    {
        if (!node.IsConst)
            base.VisitLocalDeclarationStatement(node);
    }

    public override void VisitEnumDeclaration(EnumDeclarationSyntax node) { }

    public override void VisitCaseSwitchLabel(CaseSwitchLabelSyntax node) { }

    public override void VisitConstantPattern(ConstantPatternSyntax node) { }

    public override void VisitRelationalPattern(RelationalPatternSyntax node) { }

    private void Add(SyntaxNode node, string text, string kind) => _found.Add(new Mutant(node, text, kind) { File = file });

    /// <summary>A pattern that names what it finds gives its name to what follows, and would not do so any more.</summary>
    private static bool IsSwitchable(SyntaxNode node) => !DeclaresVariables(node);

    private static bool DeclaresVariables(SyntaxNode node) =>
        node.DescendantNodesAndSelf(inner => inner is not LambdaExpressionSyntax).Any(inner => inner is SingleVariableDesignationSyntax or DeclarationExpressionSyntax);

    /// <summary>Texts are joined by '+', and have no '-'.</summary>
    private static bool IsOfTexts(BinaryExpressionSyntax node) => node.IsKind(SyntaxKind.AddExpression) && node.DescendantNodes().Any(inner =>
        inner.IsKind(SyntaxKind.StringLiteralExpression) || inner is InterpolatedStringExpressionSyntax || inner.IsKind(SyntaxKind.Utf8StringLiteralExpression));
}
