namespace Drover.Jinja.Syntax;

/// <summary>What a piece of a template is.</summary>
internal enum TokenKind
{
    /// <summary>Text that is printed as it stands.</summary>
    Data,

    /// <summary>Begins an expression that is printed.</summary>
    OutputBegin,

    /// <summary>Ends it.</summary>
    OutputEnd,

    /// <summary>Begins a tag.</summary>
    TagBegin,

    /// <summary>Ends it.</summary>
    TagEnd,

    /// <summary>A word: a variable, or one of the language.</summary>
    Name,

    /// <summary>A text in quotes, with its escapes resolved.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A float.</summary>
    Float,

    /// <summary>An operator or a bracket.</summary>
    Operator,

    /// <summary>The end of the template.</summary>
    End,
}
