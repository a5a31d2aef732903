using Drover.Kernel;
using Drover.Lab;
using Drover.LavaWeb.Callers;

namespace Drover.LavaWeb.Sessions;

/// <summary>What the wires of LAVA's clients work on.</summary>
/// <param name="kernel">The running kernel.</param>
/// <param name="lab">The lab.</param>
/// <param name="options">The settings.</param>
public sealed class LabAccess(IKernel kernel, LabDomain lab, ClientOptions options)
{
    internal IKernel Kernel { get; } = kernel;

    internal LabDomain Lab { get; } = lab;

    internal ClientOptions Options { get; } = options;

    internal LabCallers Callers { get; } = new(kernel);
}
