using Drover.Kernel.Commands;

namespace Drover.Kernel.Tests.Jobs;

/// <summary>Holds the writer until a test lets it go, so that what is given meanwhile is decided together.</summary>
internal sealed class BusyWriter(ManualResetEventSlim go) : Command<bool>
{
    protected internal override bool Decide(Decision decision)
    {
        go.Wait(TimeSpan.FromSeconds(30));
        return true;
    }
}
