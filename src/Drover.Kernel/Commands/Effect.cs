namespace Drover.Kernel.Commands;

/// <summary>Something to do in the world once the decision is durable.</summary>
public abstract record Effect;

/// <summary>Run the step of an operation that comes before its locks.</summary>
public sealed record PrepareOpcode(long JobId, int Opcode) : Effect;

/// <summary>Run an operation; <paramref name="Resumed"/> when a crash interrupted it before.</summary>
public sealed record RunOpcode(long JobId, int Opcode, bool Resumed) : Effect;

/// <summary>Ask what runs for a job to stop, and why; null when the user just asked.</summary>
public sealed record StopOpcode(long JobId, string? Reason) : Effect;
