using System.Collections.Immutable;

namespace Drover.Kernel.Configuration;

/// <summary>All durable objects of one moment, by kind and key. Immutable.</summary>
public sealed class ObjectTable
{
    private static readonly ImmutableSortedDictionary<string, object> s_none =
        ImmutableSortedDictionary.Create<string, object>(StringComparer.Ordinal);

    private readonly ImmutableDictionary<string, ImmutableSortedDictionary<string, object>> _kinds;
    private readonly ImmutableDictionary<(string Kind, string Name), string> _keysByName;

    private ObjectTable(
        ImmutableDictionary<string, ImmutableSortedDictionary<string, object>> kinds,
        ImmutableDictionary<(string Kind, string Name), string> keysByName)
    {
        _kinds = kinds;
        _keysByName = keysByName;
    }

    /// <summary>A table without objects.</summary>
    public static ObjectTable Empty { get; } = new(
        ImmutableDictionary<string, ImmutableSortedDictionary<string, object>>.Empty,
        ImmutableDictionary<(string Kind, string Name), string>.Empty);

    /// <summary>The object with that key, or null.</summary>
    public T? Find<T>(ObjectKind<T> kind, string key) where T : class => (T?)Of(kind.Name).GetValueOrDefault(key);

    /// <summary>The object with that key, or null, when only the kind's name is known.</summary>
    public object? FindUntyped(string kind, string key) => Of(kind).GetValueOrDefault(key);

    /// <summary>The object of that name, or null. Needs no search, however many there are.</summary>
    public T? FindByName<T>(ObjectKind<T> kind, string name) where T : class, INamedObject =>
        _keysByName.TryGetValue((kind.Name, name), out var key) ? Find(kind, key) : null;

    /// <summary>All objects of a kind in order of their keys.</summary>
    public IEnumerable<T> All<T>(ObjectKind<T> kind) where T : class => Of(kind.Name).Values.Cast<T>();

    /// <summary>Stands for all objects of a kind as they are: another instance as soon as one of them has changed.</summary>
    public object Version(ObjectKind kind) => Of(kind.Name);

    /// <summary>How many objects of a kind there are.</summary>
    public int Count(ObjectKind kind) => Of(kind.Name).Count;

    /// <summary>How many objects there are of all kinds.</summary>
    public int Total => _kinds.Values.Sum(objects => objects.Count);

    /// <summary>Every object with its kind's name and key.</summary>
    public IEnumerable<(string Kind, string Key, object Value)> Everything() =>
        _kinds.OrderBy(k => k.Key, StringComparer.Ordinal)
            .SelectMany(kind => kind.Value.Select(pair => (kind.Key, pair.Key, pair.Value)));

    internal ObjectTable With(string kind, string key, object value)
    {
        var names = WithoutName(kind, key, keeps: value);
        if (value is INamedObject named)
            names = names.SetItem((kind, named.Name), key);
        return new(_kinds.SetItem(kind, Of(kind).SetItem(key, value)), names);
    }

    internal ObjectTable Without(string kind, string key) =>
        new(_kinds.SetItem(kind, Of(kind).Remove(key)), WithoutName(kind, key, keeps: null));

    private ImmutableDictionary<(string Kind, string Name), string> WithoutName(string kind, string key, object? keeps) =>
        FindUntyped(kind, key) is INamedObject before
        && before.Name != (keeps as INamedObject)?.Name
        && _keysByName.GetValueOrDefault((kind, before.Name)) == key
            ? _keysByName.Remove((kind, before.Name))
            : _keysByName;

    private ImmutableSortedDictionary<string, object> Of(string kind) => _kinds.GetValueOrDefault(kind, s_none);
}
