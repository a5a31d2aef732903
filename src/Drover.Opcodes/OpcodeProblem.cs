namespace Drover.Opcodes;

/// <summary>Why an opcode was refused at submit.</summary>
public enum OpcodeProblem
{
    NotAnObject,
    TooDeep,

    /// <summary>A text in it is not Unicode.</summary>
    BadText,

    /// <summary>A key was given twice.</summary>
    RepeatedKey,
    MissingReason,
    BadReason,
    MissingOpId,
    UnknownOpcode,

    /// <summary>Known, but nothing here runs it yet.</summary>
    NotRunYet,
    MissingParameter,
    BadValue,
    BadPriority,
    SuperfluousKeys,
}
