namespace Drover.Kernel.Operations;

/// <summary>The ways in which operations say no, in the classes that clients of Ganeti know.</summary>
public static class Refusal
{
    /// <summary>The input makes no sense.</summary>
    public static OperationException WrongInput(string text) => new("OpPrereqError", text, "wrong_input");

    /// <summary>The object is not in a state that allows it.</summary>
    public static OperationException WrongState(string text) => new("OpPrereqError", text, "wrong_state");

    /// <summary>The name is taken.</summary>
    public static OperationException Exists(string text) => new("OpPrereqError", text, "already_exists");

    /// <summary>An address or the like is in use.</summary>
    public static OperationException NotUnique(string text) => new("OpPrereqError", text, "resource_not_unique");

    /// <summary>Nothing has that name.</summary>
    public static OperationException Unknown(string what, string name) => new("OpPrereqError", $"{what} {name} not found", "unknown_entity");

    /// <summary>A parameter inside an object has a key or a value that it cannot have.</summary>
    public static OperationException BadParameter(string text) => new("TypeEnforcementError", text);

    /// <summary>It was tried and failed.</summary>
    public static OperationException Failed(string text) => new("OpExecError", text);
}
