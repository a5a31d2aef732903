using Drover.Kernel.Commands;

namespace Drover.Lab.Workers;

/// <summary>An observation: a worker has been heard. One that nobody has added is added.</summary>
internal sealed class HearWorker(string name, string? version) : Observation<bool>(key: null)
{
    protected override bool Record(Decision decision)
    {
        var worker = decision.State.Objects.Find(Worker.Kind, name)
            ?? new Worker { Name = name, Description = "added when it was first heard", Since = decision.Now, Created = decision.Now };
        WorkerChange.Store(decision, worker with
        {
            Online = true,
            Since = worker.Online ? worker.Since : decision.Now,
            Version = version ?? worker.Version,
        });
        return true;
    }

    protected override bool DecideFailed(Decision decision, Exception cause) => false;
}

/// <summary>An observation: a worker has gone silent. Its jobs go on.</summary>
internal sealed class LoseWorker(string name) : Observation<bool>(key: null)
{
    protected override bool Record(Decision decision)
    {
        if (decision.State.Objects.Find(Worker.Kind, name) is not { Online: true } worker)
            return false;
        WorkerChange.Store(decision, worker with { Online = false, Since = decision.Now });
        return true;
    }

    protected override bool DecideFailed(Decision decision, Exception cause) => false;
}
