namespace Drover.Jinja.Syntax;

/// <summary>A piece of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; of a text in quotes what it stands for.</param>
/// <param name="Line">Where it begins, from 1.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Line)
{
    public bool IsName(string name) => Kind == TokenKind.Name && Text == name;

    public bool IsOperator(string @operator) => Kind == TokenKind.Operator && Text == @operator;

    /// <summary>For messages.</summary>
    public string Description => Kind switch
    {
        TokenKind.Data => "text",
        TokenKind.OutputBegin => "'{{'",
        TokenKind.OutputEnd => "the end of the expression, '}}'",
        TokenKind.TagBegin => "'{%'",
        TokenKind.TagEnd => "the end of the tag, '%}'",
        TokenKind.Text => $"the text {Values.Printing.Repr(Text)}",
        TokenKind.End => "the end of the template",
        _ => $"'{Text}'",
    };
}
