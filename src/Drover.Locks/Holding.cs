namespace Drover.Locks;

/// <summary>What an owner was granted and still holds. It may be an empty set: the owner still counts in its pool.</summary>
internal sealed record Holding(LockSet Set, string Pool, bool Abandoned);
