using System.Globalization;
using System.Text;
using Drover.Cli.Door;

namespace Drover.Cli.Overview;

/// <summary>What the daemon's instruments show at one moment: <c>/metrics</c>, in the text format of Prometheus. docs/metrics.md lists them.</summary>
internal sealed class Figures
{
    private readonly Dictionary<string, List<(IReadOnlyDictionary<string, string> Labels, double Value)>> _series = new(StringComparer.Ordinal);

    /// <summary>A figure, all of its series added up; null where the daemon has none of that name.</summary>
    public double? this[string name] => _series.TryGetValue(name, out var series) ? series.Sum(s => s.Value) : null;

    /// <summary>All of them but the steps of histograms.</summary>
    public IEnumerable<(string Name, IReadOnlyList<(IReadOnlyDictionary<string, string> Labels, double Value)> Series)> All =>
        _series.Where(s => !s.Key.EndsWith("_bucket", StringComparison.Ordinal)).OrderBy(s => s.Key, StringComparer.Ordinal)
            .Select(s => (s.Key, (IReadOnlyList<(IReadOnlyDictionary<string, string>, double)>)s.Value));

    public static Figures Read(DaemonDoor door)
    {
        using var bytes = new MemoryStream();
        door.Copy("/metrics", piece => bytes.Write(piece));
        return Parse(Encoding.UTF8.GetString(bytes.ToArray()));
    }

    /// <summary>Lines <c>NAME{LABEL="TEXT",...} VALUE</c>. What is none of these, such as a comment, is passed over.</summary>
    public static Figures Parse(string text)
    {
        var figures = new Figures();
        foreach (var line in text.Split('\n'))
        {
            var end = line.AsSpan().IndexOfAny('{', ' ');
            if (end <= 0 || line[0] == '#')
                continue;
            var (labels, after) = line[end] == '{' ? Labels(line, end + 1) : (new Dictionary<string, string>(), end);
            var value = line[after..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (value.Length == 0 || !double.TryParse(value[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
                continue;
            if (!figures._series.TryGetValue(line[..end], out var series))
                figures._series.Add(line[..end], series = []);
            series.Add((labels, number));
        }

        return figures;
    }

    /// <summary>The series of a figure by the text of one of their labels, in the order of the daemon.</summary>
    public IEnumerable<(string Label, double Value)> By(string name, string label) =>
        (_series.TryGetValue(name, out var series) ? series : []).Where(s => s.Labels.ContainsKey(label)).Select(s => (s.Labels[label], s.Value));

    /// <summary>In a text a backslash makes itself, a quote and a new line.</summary>
    private static (Dictionary<string, string> Labels, int After) Labels(string line, int at)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        while (at < line.Length && line[at] != '}')
        {
            var equals = line.IndexOf("=\"", at, StringComparison.Ordinal);
            if (equals < 0)
                return (labels, line.Length);
            var text = new StringBuilder();
            var end = equals + 2;
            for (; end < line.Length && line[end] != '"'; end++)
            {
                if (line[end] == '\\' && end + 1 < line.Length)
                    text.Append(line[++end] == 'n' ? '\n' : line[end]);
                else
                    text.Append(line[end]);
            }

            labels[line[at..equals].Trim(',', ' ')] = text.ToString();
            at = end + 1;
        }

        return (labels, Math.Min(line.Length, at + 1));
    }
}
