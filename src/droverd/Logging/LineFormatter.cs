using Drover.Agent.Telling;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Drover.Daemon.Logging;

/// <summary>Writes a message as one line (<see cref="LogLine"/>).</summary>
/// <param name="clock">Tells the time.</param>
internal sealed class LineFormatter(TimeProvider clock) : ConsoleFormatter(FormatterName)
{
    /// <summary>The name under which the console finds it.</summary>
    public const string FormatterName = "drover";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter) => LogLine.Write(
        textWriter, clock.GetUtcNow(), logEntry.LogLevel, logEntry.Category, logEntry.EventId, logEntry.Formatter(logEntry.State, logEntry.Exception), logEntry.Exception);
}
