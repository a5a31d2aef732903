using System.Globalization;
using System.Text.Json;
using Drover.Cluster.Settings;
using Drover.Kernel.Operations;
using Drover.Opcodes;

namespace Drover.Cluster.Parameters;

/// <summary>
/// Which keys a set of parameters has and which values each takes. Types follow from the defaults. Command lines send every value
/// as a text, so texts are read as what is wanted.
/// </summary>
internal sealed class ParameterSheet
{
    private static readonly HashSet<string> s_sizes = new(["minmem", "maxmem"], StringComparer.Ordinal);
    private static readonly HashSet<string> s_reals = new(["cpu_speed"], StringComparer.Ordinal);

    private static readonly Dictionary<string, (double Least, double Most)> s_ranges = new(StringComparer.Ordinal)
    {
        ["ssh_port"] = (1, 65535),
        ["port"] = (1, 65535),
        ["migration_port"] = (1, 65535),
        ["cpu_speed"] = (0.001, 1e6),
        ["minmem"] = (1, int.MaxValue),
        ["maxmem"] = (1, int.MaxValue),
        ["vcpus"] = (1, int.MaxValue),
    };

    private static readonly Dictionary<string, string[]> s_choices = new(StringComparer.Ordinal)
    {
        ["mode"] = ["bridged", "routed", "openvswitch"],
    };

    private readonly string _where;
    private readonly JsonElement _defaults;

    private ParameterSheet(string where, JsonElement defaults) => (_where, _defaults) = (where, defaults);

    public static ParameterSheet Node { get; } = new("ndparams", ParameterDefaults.Element("ndparams"));

    public static ParameterSheet Backend { get; } = new("beparams", ParameterDefaults.Element("beparams").GetProperty("default"));

    public static ParameterSheet Nic { get; } = new("nicparams", ParameterDefaults.Element("nicparams").GetProperty("default"));

    /// <summary>The sheet of a hypervisor, or null when there is none of that name.</summary>
    public static ParameterSheet? Hypervisor(string name) => Inner("hvparams", name);

    /// <summary>The sheet of a disk template, or null when there is none of that name.</summary>
    public static ParameterSheet? Disk(string template) => Inner("diskparams", template);

    /// <summary>All keys, in the order of the defaults.</summary>
    public IEnumerable<string> Keys => _defaults.EnumerateObject().Select(p => p.Name);

    /// <summary>Changes some keys of <paramref name="current"/>.</summary>
    /// <param name="fallsBack">Whether <c>"default"</c> and null remove a key, so that the object above decides; else they bring back the value that a new cluster has.</param>
    /// <exception cref="Drover.Kernel.Operations.OperationException">A key does not exist or a value does not fit; the text names it.</exception>
    public RawJson Apply(RawJson current, JsonElement changes, bool fallsBack)
    {
        if (changes.ValueKind != JsonValueKind.Object)
            throw Refusal.BadParameter($"{_where} is {ParameterProblem.Words(changes)}, but has to be an object of parameters");
        var removed = new HashSet<string>(StringComparer.Ordinal);
        var set = RawJson.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var change in changes.EnumerateObject())
                Write(writer, change.Name, change.Value, fallsBack, removed);
            writer.WriteEndObject();
        });
        return ParameterObjects.Overlay(removed.Count > 0 ? ParameterObjects.Without(current, removed) : current, set);
    }

    /// <summary>What is wrong with a stored set; empty when nothing is.</summary>
    public IEnumerable<string> Problems(JsonElement stored)
    {
        foreach (var property in stored.EnumerateObject())
        {
            string? problem = null;
            try
            {
                Read(property.Name, property.Value);
            }
            catch (Drover.Kernel.Operations.OperationException refusal)
            {
                problem = refusal.Message;
            }
            if (problem is not null)
                yield return problem;
        }
    }

    private static ParameterSheet? Inner(string part, string name) =>
        ParameterDefaults.Element(part).TryGetProperty(name, out var defaults) ? new($"{part}/{name}", defaults) : null;

    private void Write(Utf8JsonWriter writer, string key, JsonElement value, bool fallsBack, HashSet<string> removed)
    {
        if (ReferenceEquals(this, Backend) && key == "memory")
        {
            // The older name of both bounds.
            Write(writer, "minmem", value, fallsBack, removed);
            Write(writer, "maxmem", value, fallsBack, removed);
            return;
        }
        var isDefault = value.ValueKind == JsonValueKind.Null || (value.ValueKind == JsonValueKind.String && value.ValueEquals("default"u8));
        if (isDefault && fallsBack)
        {
            Known(key);
            removed.Add(key);
            return;
        }
        writer.WritePropertyName(key);
        (isDefault ? RawJson.From(Known(key)) : Read(key, value)).WriteTo(writer);
    }

    private JsonElement Known(string key) => _defaults.TryGetProperty(key, out var known)
        ? known
        : throw Refusal.BadParameter($"{_where} has no parameter '{key}'; there are: {(Keys.Any() ? string.Join(", ", Keys) : "none")}");

    private RawJson Read(string key, JsonElement value)
    {
        var kind = Known(key).ValueKind;
        if (kind is JsonValueKind.True or JsonValueKind.False)
            return RawJson.Write(w => w.WriteBooleanValue(Truth(key, value)));
        if (kind == JsonValueKind.Number)
            return s_reals.Contains(key) ? Real(key, value) : Whole(key, value);
        if (value.ValueKind != JsonValueKind.String)
            throw Misfit(key, value, "a text");
        if (s_choices.TryGetValue(key, out var choices) && !choices.Contains(value.GetString(), StringComparer.Ordinal))
            throw Misfit(key, value, $"one of {string.Join(", ", choices)}");
        return RawJson.From(value);
    }

    private bool Truth(string key, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.String when bool.TryParse(value.GetString(), out var read) => read,
        _ => throw Misfit(key, value, "true or false"),
    };

    private RawJson Whole(string key, JsonElement value)
    {
        if (!(value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number))
            && !(value.ValueKind == JsonValueKind.String && (s_sizes.Contains(key)
                ? SizeText.TryRead(value.GetString()!, out number)
                : long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number))))
            throw Misfit(key, value, s_sizes.Contains(key) ? "a size in mebibytes, such as 512 or \"2g\"" : "a whole number");
        InRange(key, value, number);
        return RawJson.Write(w => w.WriteNumberValue(number));
    }

    private RawJson Real(string key, JsonElement value)
    {
        if (!(value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number))
            && !(value.ValueKind == JsonValueKind.String
                && double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number)))
            throw Misfit(key, value, "a number");
        InRange(key, value, number);
        return RawJson.Write(w => w.WriteNumberValue(number));
    }

    private void InRange(string key, JsonElement value, double number)
    {
        var (least, most) = s_ranges.GetValueOrDefault(key, (0, int.MaxValue));
        if (!(number >= least && number <= most))
            throw Misfit(key, value, string.Create(CultureInfo.InvariantCulture, $"{least} to {most}"));
    }

    private Drover.Kernel.Operations.OperationException Misfit(string key, JsonElement value, string wanted) =>
        Refusal.BadParameter($"Parameter '{key}' of {_where} is {ParameterProblem.Words(value)}, but has to be {wanted}");
}
