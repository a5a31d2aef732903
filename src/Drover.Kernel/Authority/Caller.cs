namespace Drover.Kernel;

/// <summary>What somebody may do.</summary>
public enum Role
{
    /// <summary>May look at everything but job inputs, logs, captured output and audit.</summary>
    Observer,
    /// <summary>May change things.</summary>
    Operator,
}

/// <summary>Who asks.</summary>
/// <param name="Principal">For whom: what the caller makes belongs to it.</param>
/// <param name="Actor">How the journal names the caller: the principal itself, or the job that acts for it.</param>
/// <param name="Role">What the caller may do.</param>
public sealed record Caller(Principal Principal, Principal Actor, Role Role)
{
    /// <summary>The daemon itself.</summary>
    public static Caller System { get; } = new(Principal.System, Principal.System, Role.Operator);

    /// <summary>Somebody whom a door has identified.</summary>
    public static Caller Of(Principal principal, Role role) => new(principal, principal, role);

    /// <summary>A user known by socket credentials.</summary>
    public static Caller User(uint uid, Role role) => Of(Principal.OfUid(uid), role);

    /// <summary>A running job, on behalf of the one who submitted it.</summary>
    public static Caller Job(long id, Principal owner) => new(owner, Principal.OfJob(id), Role.Operator);
}
