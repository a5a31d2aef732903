using Drover.Kernel.Domains;
using Drover.Lab;
using Microsoft.Extensions.Logging;

namespace Drover.LavaWeb.Notify;

/// <summary>Makes the calls that notify of test jobs. What is to be called is the lab's, and lies in the journal.</summary>
/// <param name="lab">The lab.</param>
/// <param name="options">The settings.</param>
/// <param name="logging">Takes lines about what happens.</param>
public sealed class CallbackDomain(LabDomain lab, CallbackOptions options, ILoggerFactory logging) : IDomain
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public void Describe(DomainBuilder d)
    {
        var caller = new CallbackCaller(lab, options, logging);
        d.Controller(caller);
        d.Periodic("callbacks", s_look, caller.LookAsync);
    }
}
