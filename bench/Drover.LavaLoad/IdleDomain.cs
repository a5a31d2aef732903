using Drover.Lava.Control;

namespace Drover.LavaLoad;

/// <summary>A domain that does nothing: what is measured is the door.</summary>
internal sealed class IdleDomain : IWorkerEvents
{
    public bool Admits(string worker) => true;

    public void Received(ReadOnlySpan<WorkerMessage> batch)
    {
    }
}
