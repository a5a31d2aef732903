using System.Text;
using Drover.Nodes.Services;
using Drover.Services.Settings;

namespace Drover.Services.Cltab;

/// <summary>
/// Reads a cltab and the files that it includes: <c>group:tag:levels:mode:command</c>, <c>:::key:value</c>, comments with <c>#</c> in the first column. Never fails: all that
/// is wrong becomes a problem with line and column.
/// </summary>
public static class CltabParser
{
    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads a cltab, with that of the cluster beside it; <paramref name="path"/>, that of the file itself, is only for messages.</summary>
    /// <param name="text">What was read.</param>
    /// <param name="path">Where.</param>
    /// <param name="node">The node that it is for; null for any, which has all groups.</param>
    public static CltabDocument Parse(CltabText text, string path, string? node = null)
    {
        var own = ParseOwn(text, path).On(node);
        return text.Cluster is { } cluster ? CltabUnion.Of(own, ParseCluster(cluster).On(node), cluster) : own;
    }

    private static CltabDocument ParseCluster(ClusterCltab cltab)
    {
        var reading = new CltabReading { File = cltab.Name, IsOfCluster = true };
        ReadLines(reading, Encoding.UTF8.GetBytes(cltab.Text));
        return reading.Finish(cltab.Name);
    }

    private static CltabDocument ParseOwn(CltabText text, string path)
    {
        var reading = new CltabReading();
        ReadLines(reading, text.Main);
        foreach (var part in text.Included)
        {
            reading.File = part.Path;
            ReadLines(reading, part.Bytes);
        }
        return reading.Finish(path);
    }

    /// <summary>Reads the bytes of a file that includes nothing.</summary>
    public static CltabDocument Parse(byte[] bytes, string path) => Parse(new CltabText(bytes), path);

    /// <summary>Reads a text, for tests and for callers that made the text themselves.</summary>
    public static CltabDocument Parse(string text, string path) => Parse(Encoding.UTF8.GetBytes(text), path);

    private static void ReadLines(CltabReading reading, ReadOnlyMemory<byte> text)
    {
        foreach (var (number, line) in CltabLines.Of(text))
            ReadLine(reading, number, line.Span);
    }

    private static void ReadLine(CltabReading reading, int number, ReadOnlySpan<byte> raw)
    {
        var hasMark = number == 1 && raw.StartsWith("\uFEFF"u8);
        var line = Decode(number, hasMark ? raw[3..] : raw);
        if (hasMark)
            reading.Error(number, 1, "the file begins with a byte order mark, which other readers take for a part of the first field; save it without",
                line.IsEntry ? line.FirstField : null);
        if (line.Text.Length == 0 || line.Text[0] == '#' || string.IsNullOrWhiteSpace(line.Text))
            return;
        if (line.Text.Contains('\0', StringComparison.Ordinal))
            reading.Error(number, line.Text.IndexOf('\0', StringComparison.Ordinal) + 1, "the line holds a zero byte, which no command can; remove it",
                line.IsEntry ? line.FirstField : null);
        else if (line.Text.StartsWith(":::", StringComparison.Ordinal))
            ReadSetting(reading, line);
        else
            ReadEntry(reading, line);
    }

    private static CltabLine Decode(int number, ReadOnlySpan<byte> raw)
    {
        try
        {
            return new CltabLine(number, s_utf8.GetString(raw), IsLatin1: false);
        }
        catch (DecoderFallbackException)
        {
            return new CltabLine(number, Encoding.Latin1.GetString(raw), IsLatin1: true);
        }
    }

    private static void ReadSetting(CltabReading reading, CltabLine line)
    {
        var colon = line.Text.IndexOf(':', 3);
        if (colon < 0 || colon == line.Text.Length - 1)
            reading.Error(line.Number, line.Text.Length + 1, "a master setting needs a value: write :::key:value", null);
        else
            reading.Setting(new SettingLine(reading.File, line.Number, line.Text[3..colon], 4, line.Text[(colon + 1)..], colon + 2));
    }

    private static void ReadEntry(CltabReading reading, CltabLine line)
    {
        if (line.Text.TrimStart().StartsWith('#'))
        {
            reading.Error(line.Number, 1, "a comment must have its # in the first column; move it there", null);
            return;
        }

        var fields = line.Text.Split(':', 5);
        if (fields.Length < 5 || fields[0].Length == 0)
        {
            Malformed(reading, line, fields);
            return;
        }

        var starts = new int[5];
        for (var i = 1; i < 5; i++)
            starts[i] = starts[i - 1] + fields[i - 1].Length + 1;
        ReadFields(reading, line, fields, starts);
    }

    private static void ReadFields(CltabReading reading, CltabLine line, string[] fields, int[] starts)
    {
        var group = fields[0];
        var mode = CltabModes.Parse(fields[3]);
        var good = true;
        if (NameRule.Problem(group) is { } badGroup)
            good = reading.Error(line.Number, 1, $"the name of the group {badGroup}", group);
        if (fields[1].Length == 0)
            good = reading.Error(line.Number, starts[1] + 1, "the tag is empty; give the entry a name", group);
        else if (NameRule.Problem(fields[1]) is { } badTag)
            good = reading.Error(line.Number, starts[1] + 1, $"the tag {badTag}", group);
        foreach (var level in fields[2].Split(',').Where(level => level.Length > 0))
            if (NameRule.Problem(level) is { } badLevel)
                good = reading.Error(line.Number, starts[2] + 1, $"a name of a level {badLevel}", group);
        if (mode is null)
            good = reading.Error(line.Number, starts[3] + 1, ModeText(fields[3]), group);
        if (mode != CltabMode.Off && string.IsNullOrWhiteSpace(fields[4]))
            good = reading.Error(line.Number, starts[4] + 1, "the command is empty; write one, or set the mode to off", group);
        good &= fields[1].Length == 0 || reading.ClaimTag(fields[1], line.Number, starts[1] + 1, group);
        reading.Touch(group);
        if (good)
            reading.Entry(new CltabEntry(group, fields[1], new LevelField(fields[2]), mode!.Value,
                new CltabCommand(fields[4], line.IsLatin1), line.Number, EntryOptions.Default));
    }

    private static void Malformed(CltabReading reading, CltabLine line, string[] fields)
    {
        var group = fields.Length > 1 && fields[0].Length > 0 ? fields[0] : null;
        var text = fields[0].Length == 0
            ? "the group name is empty; write group:tag:levels:mode:command"
            : $"{fields.Length} of 5 fields found; write group:tag:levels:mode:command";
        reading.Error(line.Number, fields[0].Length == 0 ? 1 : line.Text.Length + 1, text, group);
        if (group is not null)
            reading.Touch(group);
    }

    private static string ModeText(string word)
    {
        var hint = CltabModes.Parse(word.Trim().ToLowerInvariant()) is { } meant
            ? $"write {meant.Word()}, lower case and without blanks"
            : "use once, wait, respawn, off or test";
        return $"unknown mode '{word}'; {hint}";
    }
}
