using Microsoft.Extensions.Logging;

namespace Drover.Agent.Telling;

/// <summary>Writes messages to a writer, one line each, as the daemon of the master does.</summary>
/// <param name="to">Where to.</param>
/// <param name="least">The least level that is written.</param>
/// <param name="clock">Tells the time.</param>
public sealed class LineLog(TextWriter to, LogLevel least, TimeProvider clock) : ILoggerFactory
{
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("There is one place for lines.");

    /// <inheritdoc/>
    public void Dispose() => to.Flush();

    private void Write(LogLevel level, string category, EventId id, string text, Exception? exception)
    {
        using var line = new StringWriter();
        LogLine.Write(line, clock.GetUtcNow(), level, category, id, text, exception);
        lock (_gate)
        {
            to.Write(line.GetStringBuilder());
            to.Flush();
        }
    }

    private sealed class Category(LineLog log, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= log.Least && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                log.Write(logLevel, name, eventId, formatter(state, exception), exception);
        }
    }

    private LogLevel Least => least;
}
