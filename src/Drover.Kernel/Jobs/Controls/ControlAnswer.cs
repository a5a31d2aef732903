namespace Drover.Kernel.Jobs;

/// <summary>What became of a control: whether it was done, and a reason code for the wires to word.</summary>
public sealed record ControlAnswer(bool Done, ControlOutcome Outcome, JobStatus? Status = null);
