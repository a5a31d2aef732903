namespace Drover.Kernel.Domains;

/// <summary>Something that lives as long as the daemon. Controllers start in the order of their domains, after recovery and before operations run
/// and doors open; they stop in the reverse order, after the doors have closed and nothing runs any more.</summary>
public interface IController
{
    /// <summary>Takes up its work. No operation runs yet: waiting here for a job to end would be waiting for ever.</summary>
    Task StartAsync(IKernel kernel, CancellationToken cancellationToken);

    /// <summary>Lets what it takes care of come to an end, while running jobs end and the doors are still open, so that clients can watch it.</summary>
    /// <param name="atOnce">Set when nothing is to be waited for any more.</param>
    Task DrainAsync(CancellationToken atOnce) => Task.CompletedTask;

    /// <summary>Stops; the token is set when the daemon is to end at once.</summary>
    Task StopAsync(CancellationToken cancellationToken);
}
