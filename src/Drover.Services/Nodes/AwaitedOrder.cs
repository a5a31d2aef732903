using Drover.Nodes;

namespace Drover.Services.Nodes;

/// <summary>An order to a node whose end is reported later.</summary>
/// <param name="Group">The group that it is about.</param>
/// <param name="Awaited">What is waited for, in words.</param>
/// <param name="Act">What is given up when the job is cancelled, in words.</param>
/// <param name="Give">Gives it; what it is refused for is thrown.</param>
internal sealed record AwaitedOrder(string Group, string Awaited, string Act, Func<NodeCommand, Task> Give)
{
    /// <summary>Number of the order among those of the opcode; the next one gives it up.</summary>
    public int Step { get; init; }

    /// <summary>Gives it up for a reason, by an order of its own; null for what gives up a change of level.</summary>
    public Func<NodeCommand, string, Task>? GiveUp { get; init; }

    /// <summary>Takes what happens on the way; null for the log of the job.</summary>
    public Action<string>? Log { get; init; }
}
