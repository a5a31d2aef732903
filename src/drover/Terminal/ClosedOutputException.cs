namespace Drover.Cli.Terminal;

/// <summary>The reader of our output has gone (<c>drover get jobs | head -1</c>): no error, but nothing more to do.</summary>
internal sealed class ClosedOutputException : Exception;
