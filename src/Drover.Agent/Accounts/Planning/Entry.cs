using System.Globalization;
using Drover.Agent.Accounts.Lines;

namespace Drover.Agent.Accounts.Planning;

/// <summary>The line of an account.</summary>
/// <param name="file">The file.</param>
/// <param name="line">Number of the line in it, from 0.</param>
internal readonly struct Entry(LineFile file, int line)
{
    private const char Comma = ',';

    public int Line => line;

    /// <summary>Number of the line, from 1.</summary>
    public int Number => line + 1;

    /// <summary>How many fields it has.</summary>
    public int Count => file[line].Count((byte)':') + 1;

    /// <summary>Its first field.</summary>
    public string Name => RawText.Shown(this[0]);

    /// <summary>A field as the file has it; empty where the line has not so many.</summary>
    public string this[int field] => file.Field(line, field) ?? "";

    /// <summary>A number in a field; null where there is none.</summary>
    public long? Id(int field) => AccountBook.Number(file.Field(line, field));

    /// <summary>Gives a field another value; one that is not there stays so.</summary>
    public void Set(int field, string raw)
    {
        var fields = file.Fields(line);
        if (field >= fields.Length)
            return;
        fields[field] = raw;
        file.Set(line, fields);
    }

    /// <summary>Names in a field, as the file has them.</summary>
    public string[] Names(int field) => this[field] is { Length: > 0 } text ? text.Split(Comma) : [];

    /// <summary>Whether a name is among those of a field.</summary>
    public bool Has(int field, string name) => this[field] is var text && text.Contains(RawText.Of(name), StringComparison.Ordinal) && text.Split(Comma).Contains(RawText.Of(name));

    /// <summary>Adds a name to a field, or takes it out; all others stay as they are.</summary>
    public void Change(int field, string name, bool isIn)
    {
        if (isIn == Has(field, name))
            return;
        var raw = RawText.Of(name);
        Set(field, string.Join(Comma, isIn ? [.. Names(field), raw] : Names(field).Where(other => other != raw)));
    }

    /// <summary>Days since 1970, as shadow(5) has them.</summary>
    public static string Day(DateTimeOffset time) => (time.ToUnixTimeSeconds() / 86_400).ToString(CultureInfo.InvariantCulture);
}
