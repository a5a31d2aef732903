namespace Drover.Kernel.Commands;

/// <summary>Where new identifiers come from.</summary>
public interface IIdSource
{
    /// <summary>A new UUID in lower-case text form.</summary>
    string NewUuid();
}
