using System.Text;

namespace Drover.ManPages;

/// <summary>Writes lines of roff, so that text is never taken for a request.</summary>
internal sealed class RoffWriter
{
    private readonly StringBuilder _text = new();

    /// <summary>A request with its arguments, each in quotes.</summary>
    public void Request(string name, params IEnumerable<string> arguments)
    {
        _text.Append('.').Append(name);
        foreach (var argument in arguments)
            _text.Append(" \"").Append(RoffText.Escape(argument)).Append('"');
        _text.Append('\n');
    }

    /// <summary>A line of text that is escaped already.</summary>
    public void Line(string escaped)
    {
        // A dot or an apostrophe at the beginning would make it a request.
        if (escaped.StartsWith('.') || escaped.StartsWith('\''))
            _text.Append("\\&");
        _text.Append(escaped).Append('\n');
    }

    public override string ToString() => _text.ToString();
}
