namespace Drover.Storable;

/// <summary>Perl's undef.</summary>
public sealed class StorableUndef : StorableValue
{
    public static StorableUndef Instance { get; } = new();
}
