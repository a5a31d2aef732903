using Drover.Services.Cltab;

namespace Drover.Services.Settings;

/// <summary>
/// Reads <c>:::service.TAG.key:value</c> and <c>:::group.NAME.key:value</c>. Tags and names may hold dots, keys hold none. A line about a
/// group sets its own keys, or a default for all its entries; what an entry says of itself wins. An error belongs to the group.
/// </summary>
internal sealed class ExtensionLines(CltabReading reading, IEnumerable<string> groups, IReadOnlyDictionary<string, (string Place, string Group)> tags)
{
    private const string ServicePrefix = "service.";
    private const string GroupPrefix = "group.";

    private readonly HashSet<string> _groups = new(groups, StringComparer.Ordinal);
    private readonly Dictionary<string, string> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GroupOptions> _groupOptions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(EntryKey Key, string Value)>> _groupDefaults = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(EntryKey Key, string Value)>> _entryValues = new(StringComparer.Ordinal);

    public static bool IsExtension(string key) =>
        key.StartsWith(ServicePrefix, StringComparison.Ordinal) || key.StartsWith(GroupPrefix, StringComparison.Ordinal);

    public void Read(SettingLine line)
    {
        var isService = line.Key.StartsWith(ServicePrefix, StringComparison.Ordinal);
        var prefix = isService ? ServicePrefix.Length : GroupPrefix.Length;
        var dot = line.Key.LastIndexOf('.');
        if (dot <= prefix || dot == line.Key.Length - 1)
        {
            reading.Error(line.Number, line.KeyColumn, $"'{line.Key}' names no key; write {(isService ? ":::service.TAG.KEY:value" : ":::group.NAME.KEY:value")}", null);
            return;
        }

        var name = line.Key[prefix..dot];
        var group = isService ? tags.TryGetValue(name, out var place) ? place.Group : null : _groups.Contains(name) ? name : null;
        if (group is null)
            reading.Error(line.Number, line.KeyColumn + prefix, $"no {(isService ? "entry" : "group")} of this file is named '{name}'; the line is not used", null);
        else if (!_seen.TryAdd(line.Key, reading.Place(line.Number)))
            reading.Error(line.Number, line.KeyColumn, $"'{line.Key}' was already set on {_seen[line.Key]}; keep one of the two", group);
        else
            Take(line, isService, name, line.Key[(dot + 1)..], line.KeyColumn + dot + 1, group);
    }

    /// <summary>The group with the options of its own and of its entries.</summary>
    public CltabGroup Apply(string name, IEnumerable<CltabEntry> entries)
    {
        var defaults = Set(EntryOptions.Default, _groupDefaults.GetValueOrDefault(name));
        var complete = entries.Select(e => e with { Options = Set(defaults, _entryValues.GetValueOrDefault(e.Tag)) });
        return new CltabGroup(name, [.. complete], _groupOptions.GetValueOrDefault(name, GroupOptions.Default));
    }

    private void Take(SettingLine line, bool isService, string name, string key, int keyColumn, string group)
    {
        if (!isService && GroupKeys.Apply(key, line.Value, _groupOptions.GetValueOrDefault(name, GroupOptions.Default)) is { } own)
        {
            if (!reading.IsOfCluster && GroupKeys.IsOfCluster(key))
                reading.Error(line.Number, keyColumn, $"{key} says where of several nodes the group runs, so it counts only in the cluster's cltab: drover cltab set FILE", group);
            else if (own.Options is null)
                reading.Error(line.Number, line.ValueColumn, $"{key}: {own.Error}", group);
            else
                _groupOptions[name] = own.Options;
            return;
        }

        var probe = EntryOptions.Default;
        if (!EntryKeys.ByName.TryGetValue(key, out var known))
            reading.Error(line.Number, keyColumn, $"unknown key '{key}'; known are {KnownKeys(isService)}", group);
        else if (known.Apply(ref probe, line.Value) is { } error)
            reading.Error(line.Number, line.ValueColumn, $"{key}: {error}", group);
        else
            Remember(isService ? _entryValues : _groupDefaults, name, known, line.Value);
    }

    private static void Remember(Dictionary<string, List<(EntryKey, string)>> map, string name, EntryKey key, string value)
    {
        if (!map.TryGetValue(name, out var list))
            map[name] = list = [];
        list.Add((key, value));
    }

    private static EntryOptions Set(EntryOptions options, List<(EntryKey Key, string Value)>? values)
    {
        foreach (var (key, value) in values ?? [])
            key.Apply(ref options, value);
        return options;
    }

    private static string KnownKeys(bool isService) =>
        string.Join(", ", (isService ? [] : GroupKeys.All.Select(k => k.Name)).Concat(EntryKeys.All.Select(k => k.Name)));
}
