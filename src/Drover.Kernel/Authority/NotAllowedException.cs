namespace Drover.Kernel;

/// <summary>Somebody may not do what they asked for; nothing was done.</summary>
/// <param name="caller">Who asked.</param>
/// <param name="wanted">What for.</param>
public sealed class NotAllowedException(Caller caller, Permission wanted)
    : DroverException("NOT_ALLOWED", $"{caller.Principal} may not {wanted}: {Reason(caller, wanted)}")
{
    /// <summary>What was asked for.</summary>
    public Permission Wanted { get; } = wanted;

    private static string Reason(Caller caller, in Permission wanted) => caller.Principal.IsOfNetwork
        ? "the role of that user does not grant it."
        : $"that is for {Who(wanted)}root, the daemon's own user, and members of the admin group.";

    private static string Who(in Permission wanted) =>
        wanted is { Action: AccessAction.Inspect, Owner: not null } ? "its owner, " : "";
}
