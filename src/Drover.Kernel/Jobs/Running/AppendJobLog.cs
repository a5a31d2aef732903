using Drover.Kernel.Commands;

namespace Drover.Kernel.Jobs;

/// <summary>Adds an entry to the log of an unfinished job.</summary>
internal sealed class AppendJobLog(long job, int opcode, string type, RawJson content) : Command<bool>
{
    internal override bool MustHappen => true;

    protected internal override bool Decide(Decision decision)
    {
        if (decision.State.Unfinished(job) is null)
            return false;
        content.Check("log entry");
        JobLogs.Append(decision, job, opcode, type, content);
        return true;
    }

    internal override bool DecideAfterFault(Decision decision, Exception cause)
    {
        JobLogs.Append(decision, job, opcode, "message", RawJson.String($" - WARNING: a log entry cannot be kept: {cause.Message}"));
        return false;
    }
}
