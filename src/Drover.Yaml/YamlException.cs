namespace Drover.Yaml;

/// <summary>A text is not what the reader takes. The message names the place, says what is wrong and what to do, in one line.</summary>
public sealed class YamlException : Exception
{
    /// <summary>An error at a place of the text.</summary>
    public YamlException(string reason, int line, int column, Exception? cause = null) : base($"line {line}, column {column}: {reason}", cause)
    {
        Reason = reason;
        Line = line;
        Column = column;
    }

    /// <summary>What is wrong and what to do, without the place.</summary>
    public string Reason { get; }

    /// <summary>The line of the text, from 1 on.</summary>
    public int Line { get; }

    /// <summary>The column of the text, from 1 on.</summary>
    public int Column { get; }
}
