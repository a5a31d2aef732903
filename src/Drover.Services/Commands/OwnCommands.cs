using Drover.Agent.Commands;
using Drover.Kernel;
using Drover.Kernel.Domains;

namespace Drover.Services.Commands;

/// <summary>Commands on the own node, as long as the daemon lives.</summary>
/// <param name="runner">What runs them.</param>
internal sealed class OwnCommands(CommandRunner runner) : IController
{
    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken) => runner.StartAsync(kernel.Term, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => runner.StopAsync();
}
