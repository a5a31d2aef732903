using System.Globalization;

namespace Drover.Services.Settings;

/// <summary>Reads the values of extension lines. Each method returns null and a text if the value is wrong.</summary>
internal static class OptionValues
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    public static TimeSpan? Duration(string value, out string? error)
    {
        var (number, unit) = Split(value);
        var seconds = unit switch { "ms" => 0.001, "" or "s" => 1, "m" => 60, "h" => 3600, _ => 0 };
        var isGood = seconds > 0 && double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            && amount * seconds <= s_longest.TotalSeconds;
        error = isGood ? null : $"'{value}' is no duration; write for instance 500ms, 5s, 2m or 1h, at most 24h";
        return isGood ? TimeSpan.FromSeconds(double.Parse(number, CultureInfo.InvariantCulture) * seconds) : null;
    }

    public static long? Size(string value, out string? error)
    {
        var (number, unit) = Split(value);
        var factor = unit switch { "" => 1L, "k" or "K" => 1L << 10, "M" => 1L << 20, "G" => 1L << 30, _ => 0 };
        var isGood = factor > 0 && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var amount)
            && amount <= long.MaxValue / factor;
        error = isGood ? null : $"'{value}' is no size; write bytes, or for instance 64k, 10M or 2G";
        return isGood ? long.Parse(number, CultureInfo.InvariantCulture) * factor : null;
    }

    public static long? Number(string value, long least, long most, out string? error)
    {
        var isGood = long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most;
        error = isGood ? null : $"'{value}' is no number from {least} to {most}";
        return isGood ? number : null;
    }

    public static double? Factor(string value, out string? error)
    {
        var isGood = double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor) && factor is >= 1 and <= 10;
        error = isGood ? null : $"'{value}' is no factor from 1 to 10";
        return isGood ? factor : null;
    }

    public static bool? YesNo(string value, out string? error)
    {
        error = value is "yes" or "no" ? null : $"'{value}' is neither yes nor no";
        return error is null ? value == "yes" : null;
    }

    public static string? Names(string value, out string? error)
    {
        error = value.Split(',').All(name => name.Length > 0 && NameRule.Problem(name) is null) ? null : $"'{value}' is no list of names; write for instance web1,web2";
        return error is null ? value : null;
    }

    public static string? AbsolutePath(string value, out string? error)
    {
        error = value.StartsWith('/') ? null : $"'{value}' is no absolute path; let it begin with /";
        return error is null ? value : null;
    }

    public static string? Command(string value, out string? error)
    {
        error = string.IsNullOrWhiteSpace(value) ? "the command is empty" : null;
        return error is null ? value : null;
    }

    public static string? Account(string value, out string? error)
    {
        error = value.AsSpan().ContainsAny(" \t:/,") ? $"'{value}' is no name or number of an account" : null;
        return error is null ? value : null;
    }

    public static StopSignal? Signal(string value, out string? error)
    {
        var name = value.StartsWith("SIG", StringComparison.Ordinal) ? value[3..] : value;
        foreach (var signal in Enum.GetValues<StopSignal>())
            if (string.Equals(signal.ToString().ToUpperInvariant(), name, StringComparison.Ordinal))
            {
                error = null;
                return signal;
            }

        error = $"'{value}' is no stop signal; use {string.Join(", ", Enum.GetValues<StopSignal>().Select(s => s.ToString().ToUpperInvariant()))}";
        return null;
    }

    /// <summary>A duration as text that <see cref="Duration"/> takes, to the tick.</summary>
    public static string Text(TimeSpan duration) => ((decimal)duration.Ticks / TimeSpan.TicksPerSecond).ToString(CultureInfo.InvariantCulture) + "s";

    /// <summary>A number or size as text; null if it is not set.</summary>
    public static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    /// <summary>A factor as text that <see cref="Factor"/> takes.</summary>
    public static string FactorText(double factor) => factor.ToString("0.################", CultureInfo.InvariantCulture);

    private static (string Number, string Unit) Split(string value)
    {
        var digits = 0;
        while (digits < value.Length && (char.IsAsciiDigit(value[digits]) || value[digits] == '.'))
            digits++;
        return (value[..digits], value[digits..]);
    }
}
