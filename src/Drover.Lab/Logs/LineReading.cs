using System.Text;
using Drover.Yaml;

namespace Drover.Lab.Logs;

/// <summary>A log line read as YAML, for those that the lab acts on or does not know.</summary>
/// <param name="Level">The word of its level.</param>
/// <param name="Message">Its message.</param>
/// <param name="Line">All of it.</param>
internal sealed record LineReading(string Level, YamlNode Message, YamlMap Line)
{
    /// <summary>The message as text: that of an event is what listeners hear.</summary>
    public string Text => Message.AsText() ?? YamlWriter.Flow(Message);

    /// <summary>Reads a line; null when it is no mapping with a level and a message.</summary>
    public static LineReading? Of(ReadOnlySpan<byte> text)
    {
        try
        {
            return YamlReader.Read(Encoding.UTF8.GetString(text), YamlRules.Lenient) is YamlMap line && line.Find("lvl") is YamlScalar level && line.Find("msg") is { } message
                ? new LineReading(level.Written, message, line)
                : null;
        }
        catch (YamlException)
        {
            return null;
        }
    }

    /// <summary>The line with another level, in the form in which lines are stored.</summary>
    public byte[] WithLevel(string level) => Encoding.UTF8.GetBytes(YamlWriter.Flow(new YamlMap(Line.Select(entry => entry.Key.AsText() == "lvl" ? entry with { Value = YamlScalar.Of(level) } : entry))));
}
