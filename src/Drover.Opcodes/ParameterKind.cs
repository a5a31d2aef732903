namespace Drover.Opcodes;

/// <summary>What sort of JSON value a <see cref="ParameterType"/> asks for; foreign wires choose their own error words by it.</summary>
public enum ParameterKind
{
    /// <summary>Any JSON.</summary>
    Anything,

    /// <summary>Null alone.</summary>
    Null,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Float,

    /// <summary>A text.</summary>
    String,

    /// <summary>One value out of an enumeration of strings or integers.</summary>
    Choice,

    /// <summary>A list of any length, a tuple, or a rule about the length or items of one.</summary>
    List,

    /// <summary>An object whose keys and values are of given types.</summary>
    Dictionary,

    /// <summary>The number of a job, or its decimal string.</summary>
    JobId,

    /// <summary>An IP address or network as a string.</summary>
    Address,

    /// <summary>Several types at once, or one of several.</summary>
    Combined,
}
