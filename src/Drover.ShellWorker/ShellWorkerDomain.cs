using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Lab;
using Drover.Nodes;
using Drover.ShellWorker.Jobs;
using Microsoft.Extensions.Logging;

namespace Drover.ShellWorker;

/// <summary>The built-in worker: runs test jobs of shell devices on the machine of the daemon, and on nodes whose agents take test jobs.</summary>
/// <param name="lab">Whose test jobs are run.</param>
/// <param name="options">The settings.</param>
/// <param name="nodes">The machines.</param>
/// <param name="clock">The clock.</param>
/// <param name="logging">Takes lines about what happens.</param>
public sealed class ShellWorkerDomain(LabDomain lab, ShellWorkerOptions options, INodes nodes, TimeProvider clock, ILoggerFactory logging) : IDomain, IDisposable
{
    private static readonly TimeSpan s_cleaning = TimeSpan.FromMinutes(1);

    private readonly WorkerList _workers = new(lab, options, nodes, clock, logging);

    /// <inheritdoc/>
    public void Describe(DomainBuilder d)
    {
        d.Controller(_workers);
        d.Periodic("work directories of test jobs", s_cleaning, CleanAsync);
        d.Health("shell-worker", _ => _workers.Problem);
    }

    /// <summary>Removes work directories whose time is over.</summary>
    internal Task CleanAsync(IKernel kernel, CancellationToken cancellationToken) => _workers.CleanAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _workers.Dispose();
}
