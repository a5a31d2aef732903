namespace Drover.Opcodes;

/// <summary>Why an opcode was refused at submit.</summary>
public enum OpcodeProblem
{
    /// <summary>It is no JSON object.</summary>
    NotAnObject,

    /// <summary>Values are nested too deep.</summary>
    TooDeep,

    /// <summary>A text in it is not Unicode.</summary>
    BadText,

    /// <summary>A key was given twice.</summary>
    RepeatedKey,

    /// <summary>It lacks a reason trail where one is asked for.</summary>
    MissingReason,

    /// <summary>Its reason trail has another form.</summary>
    BadReason,

    /// <summary>It does not say which opcode it is.</summary>
    MissingOpId,

    /// <summary>There is no such opcode.</summary>
    UnknownOpcode,

    /// <summary>Known, but nothing here runs it yet.</summary>
    NotRunYet,

    /// <summary>A parameter is missing.</summary>
    MissingParameter,

    /// <summary>A value has the wrong type or is out of range.</summary>
    BadValue,

    /// <summary>Its priority is not one that clients may give.</summary>
    BadPriority,

    /// <summary>It has keys that it does not know.</summary>
    SuperfluousKeys,
}
