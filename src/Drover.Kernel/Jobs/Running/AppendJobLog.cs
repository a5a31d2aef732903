using Drover.Kernel.Commands;
using Drover.Kernel.Operations;

namespace Drover.Kernel.Jobs;

/// <summary>Writes what waits in an operation's log to the log of its job.</summary>
/// <param name="log">Where it waits.</param>
/// <param name="job">The job; one that has ended takes no more.</param>
/// <param name="opcode">Index of the opcode.</param>
internal sealed class AppendJobLog(OperationLog log, long job, int opcode) : Command<bool>
{
    private int _count;

    internal override bool MustHappen => true;

    protected internal override bool Decide(Decision decision)
    {
        var entries = log.Take(decision);
        _count = entries.Length;
        if (decision.State.Unfinished(job) is null)
            return false;
        foreach (var entry in entries)
            JobLogs.Append(decision, job, opcode, entry.Type, entry.Content);
        return true;
    }

    internal override void Conclude() => log.Recorded(_count);
}
