using System.Globalization;
using System.Text;

namespace Drover.Web.Metrics;

/// <summary>Lines of Prometheus' text format.</summary>
internal sealed class MetricsText
{
    private readonly StringBuilder _text = new(4096);

    public void Counter(string name, string help, double value) => Add("counter", name, help, ("", value));

    public void Gauge(string name, string help, double value) => Add("gauge", name, help, ("", value));

    public void Gauge(string name, string help, params ReadOnlySpan<(string Labels, double Value)> values) => Add("gauge", name, help, values);

    public override string ToString() => _text.ToString();

    private void Add(string type, string name, string help, params ReadOnlySpan<(string Labels, double Value)> values)
    {
        var text = CultureInfo.InvariantCulture;
        _text.Append(text, $"# HELP {name} {help}\n# TYPE {name} {type}\n");
        foreach (var (labels, value) in values)
            _text.Append(text, $"{name}{(labels.Length == 0 ? "" : $"{{{labels}}}")} {value}\n");
    }
}
