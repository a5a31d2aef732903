namespace Drover.Kernel.Commands;

/// <summary>Changes nothing. Its answer tells that every turn before it is through and that what it granted is running.</summary>
internal sealed class SettleTurn : Command<bool>
{
    // It stays when a commit fails that it happens to be part of.
    internal override bool MustHappen => true;

    protected internal override bool Decide(Decision decision) => true;
}
