namespace Drover.Storage.Integrity;

/// <summary>What an operator has given up: the journal goes on after <paramref name="KeptSequence"/>.</summary>
/// <param name="KeptSequence">Last record that is there.</param>
/// <param name="LostSequence">Last record that the head file knew.</param>
/// <param name="KeptCommits">Commits that are there.</param>
/// <param name="LostCommits">Commits that the head file knew.</param>
public sealed record AcceptedLoss(long KeptSequence, long LostSequence, long KeptCommits, long LostCommits);
