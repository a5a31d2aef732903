namespace Drover.Kernel.Queries;

/// <summary>A filter that cannot be read. For the list form the message is Ganeti's own phrase for the parse failure;
/// for the human form it shows line, column, a caret, and what was expected.</summary>
public sealed class FilterSyntaxException : DroverException
{
    public FilterSyntaxException(string message) : base("FILTER_SYNTAX", message) { }

    internal FilterSyntaxException(string message, int line, int column) : base("FILTER_SYNTAX", message)
    {
        Line = line;
        Column = column;
    }

    /// <summary>Line of the mistake, from 1; 0 for the list form.</summary>
    public int Line { get; }

    /// <summary>Column of the mistake in characters, from 1; 0 for the list form.</summary>
    public int Column { get; }
}
