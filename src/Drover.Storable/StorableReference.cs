namespace Drover.Storable;

/// <summary>A reference to another value.</summary>
public sealed class StorableReference(StorableValue target) : StorableValue
{
    public StorableValue Target { get; } = target;
}
