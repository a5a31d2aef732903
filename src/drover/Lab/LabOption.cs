namespace Drover.Cli.Lab;

/// <summary>An option that becomes a parameter of an opcode of the lab. What values it takes the daemon says.</summary>
/// <param name="Name">Such as <c>--type</c>.</param>
/// <param name="Parameter">Such as <c>device_type</c>.</param>
/// <param name="Value">The word for its value in the help.</param>
/// <param name="Description">Its line of the help.</param>
internal sealed record LabOption(string Name, string Parameter, string Value, string Description)
{
    /// <summary>The opcode whose parameter it is; null for the one that adds or changes the thing.</summary>
    public string? Opcode { get; init; }

    /// <summary>The value is the name of a file with the text.</summary>
    public bool IsFile => Value == "FILE";

    /// <summary>The parameter is the SHA-256 of the value, in hexadecimal.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Only for something that there is.</summary>
    public bool IsForChange { get; init; }

    /// <summary>An option that is called as its parameter is.</summary>
    public static LabOption Of(string parameter, string value, string description) => new($"--{parameter.Replace('_', '-')}", parameter, value, description);
}
