namespace Drover.Doors;

/// <summary>Who counts as an operator.</summary>
public sealed class CallerGateOptions
{
    /// <summary>Name of the group whose members may change things; supplementary membership counts.
    /// Default <c>drover</c>. A group that does not exist has no members.</summary>
    public string AdminGroup { get; set; } = "drover";

    /// <summary>How long the number of the admin group is remembered. Default one minute.</summary>
    public TimeSpan RememberGroup { get; set; } = TimeSpan.FromMinutes(1);
}
