using System.Globalization;

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
        throw CliException.Usage(most == int.MaxValue ? $"{name} '{text}' is not a number of at least {least}" : $"{name} '{text}' is not a number from {least} to {most}");
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
            throw CliException.Usage($"{name} '{text}' is not a duration", "write seconds, or a number with s, m, h or d: 90, 1.5h, 2d");
        if (value * factor > MostDays * 86400.0)
            throw CliException.Usage($"{name} '{text}' is too long: at most {MostDays}d");
        return TimeSpan.FromSeconds(value * factor);
    }

    public static string Choice(string? text, string name, params ReadOnlySpan<string> choices)
    {
        if (text is null)
            return choices[0];
        if (choices.Contains(text))
            return text;
        string[] known = [.. choices];
        throw CliException.Usage($"{name} '{text}' is not one of {string.Join(", ", known)}", Suggestion.Closest(text, known) is { } close ? $"did you mean '{close}'?" : null);
    }

    public static long JobId(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0
            ? id
            : throw CliException.Usage($"'{text}' is not a job id", "a job id is a number, as 'drover get jobs' shows it");

    public static List<long> JobIds(IEnumerable<string> texts) => texts.SelectMany(t => t.Split(',', StringSplitOptions.RemoveEmptyEntries)).Select(JobId).ToList();
}
