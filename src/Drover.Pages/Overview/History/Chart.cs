using System.Globalization;

namespace Drover.Pages.Overview.History;

/// <summary>Where samples stand in a chart: columns of the jobs that ended, lines of those that waited and ran, each by its own highest value.</summary>
internal sealed class Chart
{
    internal const int Width = 600;
    internal const int Height = 90;

    /// <summary>More columns than that would be thinner than they can be told apart.</summary>
    private const int MostColumns = 60;

    private readonly double _step;
    private readonly double _left;

    /// <param name="samples">The samples, the oldest first.</param>
    /// <param name="places">How many the chart has room for: where there are fewer yet, its left part is empty.</param>
    internal Chart(IReadOnlyList<QueueSample> samples, int places)
    {
        _step = (double)Width / places;
        _left = Width - (samples.Count * _step);
        var together = (places + MostColumns - 1) / MostColumns;
        var gathered = samples.Chunk(together).Select(part => part.Aggregate((before, next) => next.After(before))).ToList();
        var most = Math.Max(1, gathered.Max(sample => sample.Succeeded + sample.Failed));
        Columns = [.. gathered.Select((sample, index) => Column.Of(sample, _left + (index * together * _step), together * _step * 0.8, (double)Height / most)).Where(column => column.Good + column.Bad > 0)];
        var highest = Math.Max(1, samples.Max(sample => Math.Max(sample.Waiting, sample.Running)));
        (Waiting, Running) = (Line(samples, highest, sample => sample.Waiting), Line(samples, highest, sample => sample.Running));
    }

    internal IReadOnlyList<Column> Columns { get; }

    internal string Waiting { get; }

    internal string Running { get; }

    /// <summary>A line that leaves out the points amid level parts.</summary>
    private string Line(IReadOnlyList<QueueSample> samples, int highest, Func<QueueSample, int> value)
    {
        List<string> points = [];
        for (var i = 0; i < samples.Count; i++)
        {
            var here = value(samples[i]);
            if (i == 0 || i == samples.Count - 1 || here != value(samples[i - 1]) || here != value(samples[i + 1]))
                points.Add(string.Create(CultureInfo.InvariantCulture, $"{_left + ((i + 0.5) * _step):0.#},{Height - (here * (Height - 2.0) / highest):0.#}"));
        }
        return string.Join(' ', points);
    }

    /// <summary>Jobs that ended in a while: those that succeeded above those that did not.</summary>
    internal sealed record Column(double Left, double Width, double Top, double Good, double Bad)
    {
        internal static Column Of(QueueSample sample, double left, double width, double each)
        {
            var (good, bad) = (sample.Succeeded * each, sample.Failed * each);
            return new Column(left, width, Height - good - bad, good, bad);
        }
    }
}
