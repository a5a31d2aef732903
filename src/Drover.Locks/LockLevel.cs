namespace Drover.Locks;

/// <summary>A kind of locks, declared by a domain: <c>node</c>, <c>device</c>.</summary>
/// <param name="Name">First part of the names of its locks, before the slash.</param>
/// <param name="Rank">Its place in listings, and in the order of levels that the ancestors' clients know; unique.</param>
public sealed record LockLevel(string Name, int Rank);
