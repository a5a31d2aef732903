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
/// <param name="Uid">User id from the socket's credentials.</param>
/// <param name="Actor">How the journal names the caller: <c>uid:1000</c>, <c>job:17</c>, <c>system</c>.</param>
/// <param name="Role">What the caller may do.</param>
public sealed record Caller(uint Uid, string Actor, Role Role)
{
    /// <summary>The daemon itself.</summary>
    public static Caller System { get; } = new(0, "system", Role.Operator);

    /// <summary>A user known by socket credentials.</summary>
    public static Caller User(uint uid, Role role) => new(uid, $"uid:{uid}", role);

    /// <summary>A running job, on behalf of the user who submitted it.</summary>
    public static Caller Job(long id, uint owner) => new(owner, $"job:{id}", Role.Operator);
}
