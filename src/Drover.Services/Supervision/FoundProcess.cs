using Drover.Agent;

namespace Drover.Services.Supervision;

/// <summary>What an earlier daemon left of a process.</summary>
/// <param name="Found">What the agent found.</param>
/// <param name="TreeLives">Whether something lives of one whose main process has ended.</param>
internal sealed record FoundProcess(AdoptedProcess Found, bool TreeLives)
{
    public bool IsOfThisBoot => Found is { Process: not null, Outcome: AdoptionOutcome.Running or AdoptionOutcome.Exited or AdoptionOutcome.NeverStarted };

    public ProcessView Process => Found.Process!;

    /// <summary>What was kept with it.</summary>
    public RunNote Note { get; } = Found.Process is { } process ? RunNote.Read(process.Note, process.Key) : RunLine.Read("");
}
