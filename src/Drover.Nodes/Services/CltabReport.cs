namespace Drover.Nodes.Services;

/// <summary>What a look at a cltab found.</summary>
/// <param name="Lines">For people, a line each: problems with their places, then the plan.</param>
/// <param name="HasErrors">Whether anything is wrong with it.</param>
/// <param name="HasChanges">Whether something would be, or was, stopped or started.</param>
public sealed record CltabReport(IReadOnlyList<string> Lines, bool HasErrors, bool HasChanges)
{
    /// <summary>Why the order was not carried out; null if it was, or nothing was ordered.</summary>
    public NodeRefusal? Refusal { get; init; }

    /// <summary>What would have to be confirmed before it is taken, and how; null if it would be taken unasked.</summary>
    public string? ToConfirm { get; init; }
}
