namespace Drover.Kernel;

/// <summary>Who asks.</summary>
/// <param name="Principal">For whom: what the caller makes belongs to it.</param>
/// <param name="Actor">How the journal names the caller: the principal itself, or the job that acts for it.</param>
/// <param name="Grants">What the caller may do, as the door found that identified it.</param>
public sealed record Caller(Principal Principal, Principal Actor, Grants Grants)
{
    private static readonly Grants s_all = Grants.Of(Role.Operator);

    /// <summary>The daemon itself.</summary>
    public static Caller System { get; } = new(Principal.System, Principal.System, s_all);

    /// <summary>Somebody on the network who has not said who they are.</summary>
    public static Caller Stranger { get; } = Of(Principal.Anonymous, Role.Stranger);

    /// <summary>Somebody whom a door has identified.</summary>
    public static Caller Of(Principal principal, params ReadOnlySpan<Role> roles) => new(principal, principal, Grants.Of(roles));

    /// <summary>A user of this machine, known by socket credentials.</summary>
    public static Caller User(uint uid, Role role) => Of(Principal.OfUid(uid), role);

    /// <summary>A running job, on behalf of the one who submitted it. It was let in, so it may do what its opcodes do.</summary>
    public static Caller Job(long id, Principal owner) => new(owner, Principal.OfJob(id), s_all);
}
