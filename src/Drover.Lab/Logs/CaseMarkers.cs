using Drover.Yaml;

namespace Drover.Lab.Logs;

/// <summary>Which lines of the log of a job belong to which test case, as workers of 2018.7 to 2020.08 say it: by lines of level <c>marker</c>, each of which means the line that was stored
/// last. Later workers say the numbers themselves.</summary>
internal sealed class CaseMarkers
{
    private const int MostCases = 10_000;

    private readonly Dictionary<string, (long? Start, long? End, long? Case)> _cases = new(StringComparer.Ordinal);

    public bool IsEmpty => _cases.Count == 0;

    /// <param name="message">The message of the marker.</param>
    /// <param name="last">Number of the line that was stored last, from 0; negative for none.</param>
    public void Take(YamlMap message, long last)
    {
        if (last < 0 || message.Find("case") is not YamlScalar { Written: var name } || (_cases.Count >= MostCases && !_cases.ContainsKey(name)))
            return;
        var known = _cases.GetValueOrDefault(name);
        switch (message.Find("type")?.AsText())
        {
            case "start_test_case":
                _cases[name] = known with { Start = last };
                break;
            case "end_test_case":
                _cases[name] = known with { End = last };
                break;
            case "test_case":
                _cases[name] = known with { Case = last };
                break;
        }
    }

    /// <summary>First and last line of a case that has ended. Its markers are forgotten: the case may come again.</summary>
    public (long? First, long? Last) Forget(string name) => _cases.Remove(name, out var known) ? (known.Start ?? known.Case, known.End ?? known.Case) : default;
}
