using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Drover.Kernel.Queries;

namespace Drover.Cluster.Vocabulary;

/// <summary>The fields of Ganeti's query resources (node, instance, group, job, lock, network, ...). Read when first asked for. Thread safe.</summary>
public static class GanetiFields
{
    private static readonly ConcurrentDictionary<string, IReadOnlyList<GanetiField>> s_known = new(StringComparer.Ordinal);

    public static IReadOnlyList<string> Resources => Loaded.Names;

    /// <summary>The fields of a resource, by name; fields that exist once a disk or NIC are listed for each. Empty for an unknown resource.</summary>
    public static IReadOnlyList<GanetiField> Of(string resource)
    {
        if (s_known.TryGetValue(resource, out var fields))
            return fields;
        return Loaded.Data.TryGetProperty(resource, out var rows) ? s_known.GetOrAdd(resource, Build(rows)) : [];
    }

    /// <summary>The fields named, or those that Ganeti has: its clients take what is listed for all that they may ask of any Ganeti. A resource that Ganeti
    /// does not have shows all of its own.</summary>
    /// <param name="resource">What is asked about.</param>
    /// <param name="names">The fields; all for null or none.</param>
    public static IReadOnlyList<FieldDefinition> Describe(Resource resource, IReadOnlyList<string>? names)
    {
        var described = resource.DescribeFields(names);
        var known = Of(resource.Name);
        return names is { Count: > 0 } || known.Count == 0 ? described : [.. described.Where(field => known.Any(ganeti => ganeti.Name == field.Name))];
    }

    private static List<GanetiField> Build(JsonElement rows)
    {
        var fields = new List<GanetiField>();
        foreach (var row in rows.EnumerateArray())
        {
            var flags = new List<string>();
            foreach (var flag in row[5].EnumerateArray())
                flags.Add(flag.GetString()!);
            var first = new GanetiField(Text(row[0]), Text(row[1]), Text(row[2]), Text(row[3]), flags, Text(row[4]));

            // The seventh column says how many there are of a field that is written for number 0.
            var count = row.GetArrayLength() > 6 ? row[6].GetInt32() : 0;
            if (count == 0)
                fields.Add(first);
            for (var i = 0; i < count; i++)
                fields.Add(Numbered(first, i.ToString(CultureInfo.InvariantCulture)));
        }

        return fields;
    }

    private static GanetiField Numbered(GanetiField field, string number) => field with
    {
        Name = field.Name[..^1] + number,
        Title = field.Title[..^1] + number,
        Doc = field.Doc.Replace("{n}", number, StringComparison.Ordinal),
    };

    private static string Text(JsonElement value) => value.GetString()!;

    private static class Loaded
    {
        internal static readonly JsonElement Data = EmbeddedData.Load("fields.json");

        internal static readonly IReadOnlyList<string> Names = [.. Data.EnumerateObject().Select(r => r.Name)];
    }
}
