namespace Drover.ClusterInit;

/// <summary>What became of a request. The texts are those of Cluster::Init where it has one.</summary>
public sealed record TellReply
{
    private TellReply(bool isOk, string code, string word, string? text, bool echoes, GroupWord? state)
    {
        IsOk = isOk;
        Code = code;
        Word = word;
        Text = text;
        Echoes = echoes;
        State = state;
    }

    /// <summary>Whether what was asked for is under way or done.</summary>
    public bool IsOk { get; }

    /// <summary>Short word for programs: <c>accepted</c>, <c>no-such-group</c>.</summary>
    public string Code { get; }

    /// <summary>State of the group, where one was named and the state is known.</summary>
    public GroupWord? State { get; }

    /// <summary>Cluster::Init's inner word for the event, which its replies carry by accident.</summary>
    internal string Word { get; }

    /// <summary>Text for people; null when it is made of the name of the group.</summary>
    internal string? Text { get; }

    /// <summary>Whether the reply repeats group and level.</summary>
    internal bool Echoes { get; }

    /// <summary>The job that brings the group to its level, where there is one; it is not sent.</summary>
    public long? Job { get; private init; }

    /// <summary>The group is on its way to the level.</summary>
    /// <param name="state">Its state now, where known.</param>
    /// <param name="job">The job that brings it there: its end can be waited for.</param>
    public static TellReply Accepted(GroupWord? state = null, long? job = null) =>
        new(true, "accepted", "GROUPTOLD", "level transition started", echoes: true, state) { Job = job };

    /// <summary>The level is reached: what a client that waits is told after <see cref="Accepted"/>.</summary>
    /// <param name="state"><see cref="GroupWord.Done"/> or <see cref="GroupWord.Passed"/>.</param>
    public static TellReply Reached(GroupWord state) => new(true, "reached", "GROUPENDED", "level reached", echoes: true, state);

    /// <summary>The level was not reached, or a test of it failed; told to a client that waits.</summary>
    /// <param name="text">Why.</param>
    /// <param name="state"><see cref="GroupWord.Failed"/>, or null where the group came to no state because of that, as when the daemon stops.</param>
    public static TellReply NotReached(string text, GroupWord? state) => new(false, "failed", "GROUPENDED", text, echoes: true, state);

    /// <summary>The change of level was cancelled, or a later one took its place; told to a client that waits.</summary>
    /// <param name="text">By what.</param>
    public static TellReply Canceled(string text) => new(false, "canceled", "GROUPENDED", text, echoes: true, state: null);

    /// <summary>There is no such group.</summary>
    public static TellReply UnknownGroup() => new(false, "no-such-group", "GROUP_NOK", text: null, echoes: false, state: null);

    /// <summary>The group has a tag that is used before in the cltab.</summary>
    public static TellReply DuplicateTag(string tag) => BadCltab("entry has duplicate tag: " + tag);

    /// <summary>The cltab, or what it says of the group, cannot be used.</summary>
    /// <param name="text">What is wrong, where, and what to do.</param>
    public static TellReply BadCltab(string text) => new(false, "bad-cltab", "CLTAB_NOK", text, echoes: false, state: null);

    /// <summary>The cltab was read again without errors.</summary>
    /// <param name="text">What it led to.</param>
    public static TellReply Reread(string text = "cltab read again") => new(true, "reread", "CLTAB_OK", text, echoes: false, state: null);

    /// <summary>All groups are being stopped, and the daemon ends.</summary>
    public static TellReply Halting() => new(true, "halting", "HALTED", "all groups halting", echoes: false, state: null);

    /// <summary>It was refused for another reason.</summary>
    /// <param name="code">Short word, lower case with hyphens.</param>
    /// <param name="text">What happened, why, and what to do.</param>
    /// <param name="state">State of the group now, where known.</param>
    public static TellReply Refused(string code, string text, GroupWord? state = null) =>
        new(false, code, "CMDERR", text, echoes: false, state);

    /// <summary>The door has no place for the client.</summary>
    /// <param name="reason">Why, and what to do.</param>
    internal static TellReply TurnedAway(string reason) => Refused("too-many-clients", $"too many clients: {reason}");

    /// <summary>The message is no request: group or level is missing.</summary>
    internal static TellReply NotUnderstood() => Refused("bad-request", "result unknown");
}
