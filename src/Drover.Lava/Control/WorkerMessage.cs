namespace Drover.Lava.Control;

/// <summary>A message of a worker, checked and decoded.</summary>
/// <param name="Worker">The name that it comes under.</param>
/// <param name="Contact">What the door knew of the worker before this message.</param>
public abstract record WorkerMessage(string Worker, Contact Contact)
{
    /// <summary>The worker has started, and speaks protocol 3. It was answered HELLO_OK.</summary>
    /// <param name="PackageVersion">Version of its package; null before 2020.04.</param>
    /// <param name="IsRetry">HELLO_RETRY: an earlier HELLO was not answered.</param>
    public sealed record Hello(string Worker, Contact Contact, string? PackageVersion, bool IsRetry) : WorkerMessage(Worker, Contact);

    /// <summary>A PING of a worker that was not <see cref="Contact.Known"/>; others are answered by the door alone. It was answered PONG.</summary>
    public sealed record Ping(string Worker, Contact Contact) : WorkerMessage(Worker, Contact);

    /// <summary>A job runs. It does not count as a sign of life by itself: <see cref="WorkerTable.Heard"/>.</summary>
    /// <param name="JobId">Above zero; whether there is such a job is not known here.</param>
    public sealed record StartOk(string Worker, Contact Contact, long JobId) : WorkerMessage(Worker, Contact);

    /// <summary>A job has ended, and END_OK is waited for. It does not count as a sign of life by itself: <see cref="WorkerTable.Heard"/>.</summary>
    /// <param name="JobId">Above zero; whether there is such a job is not known here.</param>
    /// <param name="Errors">What the job wrote to standard error; often not empty when all is well. What is no UTF-8 is replaced.</param>
    /// <param name="Description">The description as an xz stream; empty when lava-run crashed, or the worker knows of no such job.</param>
    public sealed record End(string Worker, Contact Contact, long JobId, string Errors, ReadOnlyMemory<byte> Description) : WorkerMessage(Worker, Contact);
}
