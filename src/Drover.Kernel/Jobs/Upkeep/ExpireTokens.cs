using Drover.Kernel.Commands;

namespace Drover.Kernel.Jobs;

/// <summary>Forgets idempotency tokens that are older than their lifetime.</summary>
internal sealed class ExpireTokens : Command<bool>
{
    protected internal override bool Decide(Decision decision)
    {
        decision.Write(new Journal.TokenExpiry(decision.Now + -decision.Model.Options.TokenLifetime));
        return true;
    }
}
