namespace Drover.Luxi.Transport;

/// <summary>Owner of a descriptor that the event loop watches.</summary>
internal interface IPolled
{
    /// <summary>Called on the loop's thread with what has happened (<see cref="Libc.Readable"/> and others). Must not block.</summary>
    void Ready(uint events);
}
