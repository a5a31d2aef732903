namespace Drover.Kernel.Queries;

/// <summary>All resources of a daemon by name. Filled at start, read-only afterwards.</summary>
public sealed class Resources
{
    private readonly SortedDictionary<string, Resource> _byName = new(StringComparer.Ordinal);

    /// <summary>All resources, by name.</summary>
    public IReadOnlyCollection<Resource> All => _byName.Values;

    /// <exception cref="InvalidOperationException">There is a resource of that name already.</exception>
    public void Add(Resource resource)
    {
        if (!_byName.TryAdd(resource.Name, resource)) throw new InvalidOperationException($"Resource '{resource.Name}' is declared twice.");
    }

    /// <summary>The resource of that name; null when there is none.</summary>
    public Resource? Find(string name) => _byName.GetValueOrDefault(name);

    /// <exception cref="QueryException">There is no such resource.</exception>
    public Resource Get(string name) => Find(name) ?? throw new QueryException(
        "RESOURCE_UNKNOWN", $"Resource type '{name}' unknown", $"There are: {string.Join(", ", _byName.Keys)}.");
}
