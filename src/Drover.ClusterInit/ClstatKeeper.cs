using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Nodes.Services;
using Drover.Services.Clstat;
using Microsoft.Extensions.Logging;

namespace Drover.ClusterInit;

/// <summary>Keeps status files as long as the daemon lives. They start after the services and stop before them, when their processes have ended.</summary>
/// <param name="services">What it tells of.</param>
/// <param name="options">Where each file is, asked for once the services have started: their cltab may name one.</param>
/// <param name="leavesServices">Whether the end of this daemon leaves the services running, and with them the files.</param>
internal sealed class ClstatKeeper(
    INodeServices services, Func<IReadOnlyList<ClstatOptions>> options, Func<bool> leavesServices, TimeProvider clock, ILoggerFactory loggers) : IController, IAsyncDisposable
{
    private readonly List<ClstatFile> _files = [];

    /// <inheritdoc/>
    /// <exception cref="DroverException"><c>CLSTAT_OPTIONS</c>: a setting makes no sense.</exception>
    public async Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        foreach (var place in options())
        {
            var file = new ClstatFile(services, place, clock, loggers);
            _files.Add(file);
            await file.StartAsync();
        }
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var file in _files)
            await file.EndAsync(leavesServices());
    }

    /// <summary>Leaves the files as they are.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var file in _files)
            await file.DisposeAsync();
    }
}
