using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Kernel.Logs;
using Drover.Lab;
using Drover.ShellWorker.Jobs;
using Microsoft.Extensions.Logging;

namespace Drover.ShellWorker;

/// <summary>The built-in worker: runs test jobs of shell devices on the machine of the daemon.</summary>
/// <param name="lab">Whose test jobs are run.</param>
/// <param name="options">The settings.</param>
/// <param name="output">Reads captured output by its path below <see cref="ShellWorkerOptions.StateDirectory"/>.</param>
/// <param name="clock">The clock.</param>
/// <param name="logging">Takes lines about what happens.</param>
public sealed class ShellWorkerDomain(LabDomain lab, ShellWorkerOptions options, ILogSource output, TimeProvider clock, ILoggerFactory logging) : IDomain, IDisposable
{
    private static readonly TimeSpan s_cleaning = TimeSpan.FromMinutes(1);

    private readonly BuiltInWorker _worker = new(lab, options, output, clock, logging);

    /// <inheritdoc/>
    public void Describe(DomainBuilder d)
    {
        d.Controller(_worker);
        d.Periodic("work directories of test jobs", s_cleaning, CleanAsync);
        d.Health("shell-worker", _ => _worker.Problem);
    }

    /// <summary>Removes work directories whose time is over.</summary>
    internal Task CleanAsync(IKernel kernel, CancellationToken cancellationToken) => _worker.CleanAsync(kernel, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _worker.Dispose();
}
