namespace Drover.Kernel.Domains;

/// <summary>Something that lives as long as the daemon: started after recovery and before the doors open, stopped after they close.</summary>
public interface IController
{
    Task StartAsync(IKernel kernel, CancellationToken cancellationToken);

    /// <summary>Stops; the token is set when the daemon is to end at once.</summary>
    Task StopAsync(CancellationToken cancellationToken);
}
