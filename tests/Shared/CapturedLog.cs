using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Drover.Tests.Shared;

/// <summary>Keeps the lines of a log, and wakes who waits for one.</summary>
internal sealed class CapturedLog(LogLevel least = LogLevel.Debug) : ILoggerFactory
{
    private readonly ConcurrentQueue<CapturedLine> _lines = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The least severe level that is kept; may be changed.</summary>
    public LogLevel Least { get; set; } = least;

    /// <summary>What was told, in order.</summary>
    public IReadOnlyList<CapturedLine> Lines => [.. _lines];

    /// <summary>The texts of a category.</summary>
    public IReadOnlyList<string> Of(string category) => [.. _lines.Where(line => line.Category == category).Select(line => line.Text)];

    /// <summary>Waits for a line.</summary>
    public async Task<CapturedLine> UntilAsync(Func<CapturedLine, bool> wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = Volatile.Read(ref _next).Task;
            if (_lines.FirstOrDefault(wanted) is { } found)
                return found;
            await next.WaitAsync(cancellationToken);
        }
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private void Add(CapturedLine line)
    {
        _lines.Enqueue(line);
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private sealed class Logger(CapturedLog log, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= log.Least;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            log.Add(new CapturedLine(category, logLevel, eventId.Id, formatter(state, exception), exception));
    }
}

/// <summary>A line of a log.</summary>
internal sealed record CapturedLine(string Category, LogLevel Level, int Id, string Text, Exception? Cause);
