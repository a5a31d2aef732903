namespace Drover.Locks;

/// <summary>One lock in one mode: part of what a job wants or holds.</summary>
public readonly record struct LockDemand(LockName Lock, LockMode Mode)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Lock} {Mode.Word()}";
}
