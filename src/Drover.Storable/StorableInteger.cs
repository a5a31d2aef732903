namespace Drover.Storable;

/// <summary>An integer of 32 bits; Perl sends larger numbers and fractions as decimal text.</summary>
public sealed class StorableInteger(int value) : StorableValue
{
    public int Value { get; } = value;
}
