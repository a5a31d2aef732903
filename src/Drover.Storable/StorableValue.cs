namespace Drover.Storable;

/// <summary>A value as Perl's Storable sends it. The kinds derived from it are all that this wire knows.</summary>
public abstract class StorableValue;
