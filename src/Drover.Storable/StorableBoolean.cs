namespace Drover.Storable;

/// <summary>Perl's own true and false.</summary>
public sealed class StorableBoolean(bool value) : StorableValue
{
    public bool Value { get; } = value;
}
