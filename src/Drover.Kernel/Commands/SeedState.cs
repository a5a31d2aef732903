namespace Drover.Kernel.Commands;

/// <summary>Fills an empty state directory with what the domains begin with.</summary>
internal sealed class SeedState(IReadOnlyList<Action<Decision>> seeds) : Command<bool>
{
    protected internal override bool Decide(Decision decision)
    {
        foreach (var seed in seeds)
            seed(decision);
        return true;
    }
}
