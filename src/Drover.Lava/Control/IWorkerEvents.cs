namespace Drover.Lava.Control;

/// <summary>The domain behind the door of workers. It is called on the door's thread, one call at a time; what it does not return from, no worker gets an answer in.</summary>
public interface IWorkerEvents
{
    /// <summary>Whether a worker that the door does not know may appear. It is asked with each of its messages until it may.</summary>
    bool Admits(string worker);

    /// <summary>Messages in the order in which they came. They may be kept.</summary>
    void Received(ReadOnlySpan<WorkerMessage> batch);
}
