using System.Collections.Immutable;
using System.Threading.Channels;
using Drover.Web.Tracing;

namespace Drover.Daemon.Logging;

/// <summary>Hands to those who trace what the categories that they name say, from debug on. It is a place of the log beside standard error, with levels of its own: as long as nobody traces a
/// category, nothing of it is made for here.</summary>
/// <param name="levels">Lets through what is traced.</param>
/// <param name="clock">Tells the time of a line.</param>
[ProviderAlias(Alias)]
internal sealed class Tracing(LogLevels levels, TimeProvider clock) : ITracing, ILoggerProvider
{
    /// <summary>The name under which levels are given to it.</summary>
    public const string Alias = "Trace";

    private const int Backlog = 10_000;

    private ImmutableArray<Trace> _traces = [];

    /// <inheritdoc/>
    public ITrace? Open(string facilities, out string? problem)
    {
        var wanted = FacilitySet.Read(facilities, out problem);
        if (problem is null && wanted.IsEmpty)
            problem = $"'{facilities}' leaves nothing to trace";
        if (problem is not null)
            return null;
        var trace = new Trace(this, wanted);
        ImmutableInterlocked.Update(ref _traces, traces => traces.Add(trace));
        TellLevels();
        return trace;
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Facility(
        this, categoryName.StartsWith(LogCategories.Prefix, StringComparison.Ordinal) ? categoryName[LogCategories.Prefix.Length..] : categoryName);

    public void Dispose()
    {
        foreach (var trace in _traces)
            trace.Dispose();
    }

    private void TellLevels() => levels.Trace(() => [.. _traces.SelectMany(trace => trace.Facilities)]);

    private sealed class Facility(Tracing tracing, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => tracing._traces.Any(trace => trace.Facilities.Contains(name));

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            TraceLine? line = null;
            foreach (var trace in tracing._traces)
                if (trace.Facilities.Contains(name))
                    trace.Take(line ??= new TraceLine(tracing.Now, LevelSpecification.Word(logLevel), name, eventId.Id, exception is null ? formatter(state, null) : $"{formatter(state, exception)} {exception}"));
        }
    }

    private DateTimeOffset Now => clock.GetUtcNow();

    private sealed class Trace : ITrace
    {
        private readonly Tracing _tracing;
        private readonly Channel<TraceLine> _lines;
        private long _lost;

        public Trace(Tracing tracing, ImmutableSortedSet<string> facilities)
        {
            (_tracing, Facilities) = (tracing, facilities);
            var options = new BoundedChannelOptions(Backlog) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest };
            _lines = Channel.CreateBounded<TraceLine>(options, _ => Interlocked.Increment(ref _lost));
        }

        public ImmutableSortedSet<string> Facilities { get; }

        public ChannelReader<TraceLine> Lines => _lines.Reader;

        public void Take(TraceLine line) => _lines.Writer.TryWrite(line);

        public long TakeLost() => Interlocked.Exchange(ref _lost, 0);

        public void Dispose()
        {
            ImmutableInterlocked.Update(ref _tracing._traces, traces => traces.Remove(this));
            _lines.Writer.TryComplete();
            _tracing.TellLevels();
        }
    }
}
