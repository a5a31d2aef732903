namespace Drover.Agent;

/// <summary>A process of an invocation's tree.</summary>
/// <param name="Pid">Its process id.</param>
/// <param name="Name">Its short name.</param>
/// <param name="State">The letter of <c>/proc/PID/stat</c>; D means that it sits in the kernel and cannot be ended now.</param>
public sealed record TreeMember(int Pid, string Name, char State);

/// <summary>What is left of an invocation's tree. Zombies count as dead.</summary>
public sealed record TreeRemains(IReadOnlyList<TreeMember> Members)
{
    /// <summary>Nothing is left.</summary>
    public static TreeRemains None { get; } = new([]);

    /// <summary>Whether nothing is left.</summary>
    public bool IsEmpty => Members.Count == 0;

    /// <inheritdoc/>
    public override string ToString() => IsEmpty ? "nothing" : string.Join(", ", Members.Select(m => $"{m.Pid} ({m.Name}, {m.State})"));
}
