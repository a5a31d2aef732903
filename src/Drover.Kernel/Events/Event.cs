namespace Drover.Kernel.Events;

/// <summary>A happening that changes state. Events are journaled and numbered; applying them again gives the same state.</summary>
public abstract record Event;

/// <summary>A durable object was created or changed.</summary>
public sealed record ObjectStored(string Kind, string Key, object Value) : Event;

/// <summary>A durable object was removed.</summary>
public sealed record ObjectRemoved(string Kind, string Key) : Event;
