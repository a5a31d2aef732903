using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Drover.Web.Calls;

/// <summary>The parameters behind the question mark of a path.</summary>
public sealed class Parameters
{
    /// <summary>What stands behind the name of a parameter that may be given several times.</summary>
    public const string Many = "...";

    private readonly IQueryCollection _query;

    private Parameters(IQueryCollection query) => _query = query;

    /// <param name="query">What the address has.</param>
    /// <param name="names">Names that may stand there; one with <see cref="Many"/> behind it several times.</param>
    /// <exception cref="RequestException">There is one of another name, or one is given twice.</exception>
    public static Parameters Read(IQueryCollection query, ReadOnlySpan<string> names)
    {
        foreach (var (name, values) in query)
        {
            if (names.Contains(name + Many))
                continue;
            if (!names.Contains(name))
                throw RequestException.Bad("PARAMETER_UNKNOWN", names.IsEmpty
                    ? $"The parameter '{name}' is not known here; this path takes none."
                    : $"The parameter '{name}' is not known here; this path takes {string.Join(", ", names.ToArray())}.", name);
            if (values.Count != 1)
                throw RequestException.Bad("PARAMETER_REPEATED", $"The parameter '{name}' is given {values.Count} times; give it once.", name);
        }
        return new Parameters(query);
    }

    /// <summary>The text; null when it is not given or empty.</summary>
    public string? Text(string name) => _query.TryGetValue(name, out var values) && values[0] is { Length: > 0 } text ? text : null;

    /// <summary>The texts of one that may be given several times, without empty ones.</summary>
    public IReadOnlyList<string> Texts(string name) => _query.TryGetValue(name, out var values) ? [.. values.Where(text => text is { Length: > 0 })!] : [];

    /// <summary>The whole number; null when it is not given.</summary>
    public long? Number(string name, long least, long most)
    {
        if (Text(name) is not { } text)
            return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw RequestException.Bad("PARAMETER_INVALID", $"The parameter '{name}' is '{text}'; give a whole number from {least} to {most}.", name);
    }

    /// <summary>Seconds with a fraction; null when it is not given.</summary>
    public TimeSpan? Seconds(string name, double most)
    {
        if (Text(name) is not { } text)
            return null;
        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= most
            ? TimeSpan.FromSeconds(seconds)
            : throw RequestException.Bad("PARAMETER_INVALID", $"The parameter '{name}' is '{text}'; give seconds from 0 to {most}.", name);
    }
}
