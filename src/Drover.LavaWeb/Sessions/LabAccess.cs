using Drover.Kernel;
using Drover.Kernel.Logs;
using Drover.Lab;
using Drover.LavaWeb.Callers;

namespace Drover.LavaWeb.Sessions;

/// <summary>What the wires of LAVA's clients work on.</summary>
/// <param name="kernel">The running kernel.</param>
/// <param name="lab">The lab.</param>
/// <param name="logs">Where the logs of test jobs are.</param>
/// <param name="options">The settings.</param>
public sealed class LabAccess(IKernel kernel, LabDomain lab, ILogSource logs, ClientOptions options)
{
    internal IKernel Kernel { get; } = kernel;

    internal LabDomain Lab { get; } = lab;

    internal ILogSource Logs { get; } = logs;

    internal ClientOptions Options { get; } = options;

    internal LabCallers Callers { get; } = new(kernel);
}
