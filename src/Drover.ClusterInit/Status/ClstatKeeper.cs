using Drover.Kernel;
using Drover.Kernel.Domains;
using Microsoft.Extensions.Logging;

namespace Drover.ClusterInit.Status;

/// <summary>Keeps the status file as long as the daemon lives. It starts after the services and stops before them, when their processes have ended.</summary>
/// <param name="services">What it tells of.</param>
/// <param name="options">Where the file is, asked for once the services have started: their cltab may name it; null for none.</param>
/// <param name="leavesServices">Whether the end of this daemon leaves the services running, and with them the file.</param>
internal sealed class ClstatKeeper(
    IServiceStatus services, Func<ClstatOptions?> options, Func<bool> leavesServices, TimeProvider clock, ILoggerFactory loggers) : IController, IAsyncDisposable
{
    private ClstatFile? _file;

    /// <inheritdoc/>
    /// <exception cref="DroverException"><c>CLSTAT_OPTIONS</c>: a setting makes no sense.</exception>
    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        if (options() is { } place)
        {
            _file = new ClstatFile(services, place, clock, loggers);
            _file.Start();
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (leavesServices())
            await DisposeAsync();
        else if (_file is not null)
            await _file.RemoveAsync();
    }

    /// <summary>Leaves the file as it is.</summary>
    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;
}
