using Drover.Yaml;

namespace Drover.Lab.Definitions;

/// <summary>Timeouts of a definition. The master itself looks at that of the queue alone; the others are for whoever runs the job.</summary>
internal static class TimeoutRules
{
    private static readonly string[] s_units = ["days", "hours", "minutes", "seconds"];
    private static readonly double[] s_seconds = [86400, 3600, 60, 1];

    // A century is for ever; what is longer is a slip, and does not fit into a TimeSpan at some point.
    private const double LongestSeconds = 36525.0 * 86400;

    public static (TimeSpan? Job, TimeSpan? Queue) Read(Part timeouts, DefinitionRules rules)
    {
        timeouts.OnlyKeys("timeouts", "job", "action", "connection", "queue", "actions", "connections");
        var job = One(timeouts.Required("job", "say how long the job may take, as in job: {minutes: 30}"), rules);
        foreach (var key in (ReadOnlySpan<string>)["action", "connection"])
        {
            if (timeouts.Find(key) is { } timeout)
                CheckWithin(timeout, job, rules);
        }

        foreach (var key in (ReadOnlySpan<string>)["actions", "connections"])
        {
            if (timeouts.Find(key) is not { } named)
                continue;
            foreach (var (name, value) in named.Map(key))
            {
                if (!name.Text.AsSpan().ContainsAnyInRange('a', 'z') || name.Text.Any(c => c is not (>= 'a' and <= 'z' or '-')))
                    throw named.At(name.Text, value).Error($"the name \"{name.Text}\" is no name of an action: those have small letters and dashes");
                CheckWithin(named.At(name.Text, value), job, rules);
            }
        }

        return (job, timeouts.Find("queue") is { } queue ? One(queue, rules) : null);
    }

    /// <summary>A timeout that an action carries; checks it against that of the job where the rules ask for it.</summary>
    public static void CheckWithin(Part timeout, TimeSpan? job, DefinitionRules rules)
    {
        var length = One(timeout, rules);
        if (rules.IsValidation && length > job)
            throw timeout.Error($"this timeout of {length} is longer than that of the job ({job}), and would never be reached: shorten it, or give the job more time");
    }

    // How long it is; null for a map without a unit, which a submission may have and lava-run takes for its default.
    private static TimeSpan? One(Part timeout, DefinitionRules rules)
    {
        TimeSpan? length = null;
        var unit = "";
        foreach (var (key, value) in timeout.Map("a timeout"))
        {
            var part = timeout.At(key.Text, value);
            if (key.Text == "skip")
            {
                part.Bool("skip");
                continue;
            }

            var index = Array.IndexOf(s_units, key.Text);
            if (index < 0)
                throw new DefinitionException(part.Path, key.Line, $"{key.Text} is no unit of a timeout: use days, hours, minutes or seconds");
            if (length is not null)
                throw new DefinitionException(timeout.Path, key.Line, $"a timeout has one unit, and this one has {unit} and {key.Text}: write it in the smaller of the two");
            unit = key.Text;
            var seconds = Count(part, rules) * s_seconds[index];
            if (seconds is > LongestSeconds or < -LongestSeconds)
                throw part.Error("a timeout is at most a hundred years long: write a smaller number");
            length = TimeSpan.FromSeconds(seconds);
        }

        return length is null && rules.IsValidation ? throw timeout.Error("a timeout needs a unit: days, hours, minutes or seconds") : length;
    }

    private static double Count(Part count, DefinitionRules rules)
    {
        if (count.Whole() is { } whole)
            return whole >= 1 || !rules.IsValidation ? (double)whole : throw count.Error($"a timeout counts at least 1, not {whole}: write how long it may take");
        if (count.Node is not YamlScalar { Kind: YamlScalarKind.Float, Float: var fraction })
            throw count.Error($"a timeout counts with a {(rules.IsValidation ? "" : "whole ")}number, not with {count.Found}: write digits alone, without quotes");
        if (!rules.IsValidation)
            throw count.Error($"a timeout counts with a whole number, not with {count.Found}: use a smaller unit");
        return fraction >= 1 ? fraction : throw count.Error($"a timeout counts at least 1, not {fraction}: use a smaller unit");
    }
}
