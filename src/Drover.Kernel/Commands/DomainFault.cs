namespace Drover.Kernel.Commands;

/// <summary>Code of a domain, a filter, or a recorded datum failed in a turn in a way that its author did not foresee. It cost one job or command.</summary>
/// <param name="Subject">Which job or command.</param>
/// <param name="Step">What was being done.</param>
/// <param name="Cause">What was thrown.</param>
public sealed record DomainFault(string Subject, string Step, Exception Cause);
