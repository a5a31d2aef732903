namespace Drover.Kernel.Configuration;

/// <summary>A durable object that people call by a name of its own, unique in its kind. The table keeps an index of these names.</summary>
public interface INamedObject
{
    /// <summary>The name by which people and clients know it.</summary>
    string Name { get; }
}
