using Microsoft.Extensions.Hosting;

namespace Drover.Doors.Listening;

/// <summary>Signals are the daemon's business: a web server neither waits for them nor says so.</summary>
public sealed class NoLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
