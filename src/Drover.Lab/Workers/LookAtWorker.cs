using Drover.Kernel.Commands;

namespace Drover.Lab.Workers;

/// <summary>Looks again at what follows from a worker: the lock of one of its devices has been freed apart from the end of a job.</summary>
internal sealed class LookAtWorker(string name) : Command<bool>
{
    protected override bool Decide(Decision decision)
    {
        WorkerChange.LookAgain(decision, name);
        return true;
    }
}
