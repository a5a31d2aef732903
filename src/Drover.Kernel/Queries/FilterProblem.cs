namespace Drover.Kernel.Queries;

/// <summary>What is wrong with a filter that cannot be read.</summary>
public enum FilterProblem
{
    /// <summary>The human form breaks off, or goes on in a way that it cannot.</summary>
    Text,

    /// <summary>What should be a condition is no list that begins with an operator.</summary>
    Condition,

    /// <summary>There is no such operator.</summary>
    Operator,

    /// <summary>The operator takes one operand and has none, or several.</summary>
    OneOperand,

    /// <summary>The operator takes two operands and has another number of them.</summary>
    TwoOperands,

    /// <summary>What should name a field is no text.</summary>
    FieldName,

    /// <summary>The value is neither text nor number, nor true or false.</summary>
    Value,

    /// <summary>What should be a regular expression is no text.</summary>
    PatternType,

    /// <summary>The regular expression is wrong: the message is <c>(offset,"what is wrong")</c>.</summary>
    Pattern,
}
