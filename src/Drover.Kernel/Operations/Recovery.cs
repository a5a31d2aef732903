namespace Drover.Kernel.Operations;

/// <summary>What a start does with an opcode that was running when the daemon died.</summary>
public enum Recovery
{
    /// <summary>It ends as an error that says why.</summary>
    Fail,
    /// <summary>It goes back to the queue: it had touched nothing outside.</summary>
    Requeue,
    /// <summary>It is called again with its journaled progress, its locks granted before any other job is looked at.</summary>
    Resume,
}
