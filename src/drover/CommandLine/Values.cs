using System.Globalization;
using Drover.Cli.Words;

namespace Drover.Cli.CommandLine;

/// <summary>Reads numbers, durations and choices of the command line, and names what is wrong with them.</summary>
internal static class Values
{
    public static int? Int(string? text, string name, int least, int most)
    {
        if (text is null)
            return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        throw CliException.Usage(most == int.MaxValue ? Language.Say("value.least", Language.About(name), text, least) : Language.Say("value.range", Language.About(name), text, least, most));
    }

    /// <summary>Longer spans do not fit everywhere.</summary>
    private const int MostDays = 24_855;

    /// <summary>Seconds, or a number with s, m, h or d.</summary>
    public static TimeSpan? Duration(string? text, string name)
    {
        if (text is null)
            return null;
        var (digits, unit) = text.Length > 0 && char.IsAsciiLetter(text[^1]) ? (text[..^1], text[^1]) : (text, 's');
        var factor = unit switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
        if (factor == 0 || !double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            throw CliException.Usage(Language.Say("value.duration", Language.About(name), text), Language.Say("value.duration.hint"));
        if (value * factor > MostDays * 86400.0)
            throw CliException.Usage(Language.Say("value.too-long", Language.About(name), text, MostDays));
        return TimeSpan.FromSeconds(value * factor);
    }

    public static string Choice(string? text, string name, params ReadOnlySpan<string> choices)
    {
        if (text is null)
            return choices[0];
        if (choices.Contains(text))
            return text;
        string[] known = [.. choices];
        throw CliException.Usage(Language.Say("value.choice", Language.About(name), text, string.Join(", ", known)), Suggestion.Closest(text, known) is { } close ? Language.Say("meant", close) : null);
    }

    public static bool YesOrNo(string text, string name) => text.ToLowerInvariant() switch
    {
        "yes" or "true" or "on" => true,
        "no" or "false" or "off" => false,
        _ => throw CliException.Usage(Language.Say("value.yes-no", name, text)),
    };

    public static long JobId(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0
            ? id
            : throw CliException.Usage(Language.Say("value.job", text), Language.Say("value.job.hint"));

    public static List<long> JobIds(IEnumerable<string> texts) => texts.SelectMany(t => t.Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(JobId).ToList();
}
