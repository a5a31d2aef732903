using System.Text;

namespace Drover.Services.Cltab;

/// <summary>
/// The third field of a cltab line: the levels that an entry belongs to. Levels are plain names and are compared byte for byte;
/// nothing in them is a pattern.
/// </summary>
/// <param name="Text">The field as written.</param>
public readonly record struct LevelField(string Text)
{
    /// <summary>
    /// Whether an entry with this field belongs to a level: the whole field is the level; or it holds a comma and one of
    /// its parts is the level; or it holds none and one of its characters is the level. An empty field belongs to no level.
    /// </summary>
    public bool Includes(string level)
    {
        if (string.IsNullOrEmpty(Text))
            return false;
        if (string.Equals(Text, level, StringComparison.Ordinal))
            return true;
        return Text.Contains(',', StringComparison.Ordinal) ? HasPart(level) : HasCharacter(level);
    }

    /// <summary>The levels that a reader sees in it: its parts between commas; without a comma the field itself, of digits each one.</summary>
    public IEnumerable<string> Names => string.IsNullOrEmpty(Text) ? []
        : Text.Contains(',', StringComparison.Ordinal) ? Text.Split(',', StringSplitOptions.RemoveEmptyEntries)
        : Text.All(char.IsAsciiDigit) ? Text.Select(c => c.ToString()) : [Text];

    public override string ToString() => Text;

    private bool HasPart(string level)
    {
        if (level.Length == 0)
            return false;
        foreach (var part in Text.AsSpan().Split(','))
            if (Text.AsSpan(part).SequenceEqual(level))
                return true;
        return false;
    }

    private bool HasCharacter(string level)
    {
        if (level.Length is 0 or > 2)
            return false;
        var status = Rune.DecodeFromUtf16(level, out _, out var used);
        return status == System.Buffers.OperationStatus.Done && used == level.Length && Text.Contains(level, StringComparison.Ordinal);
    }
}
