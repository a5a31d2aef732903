namespace Drover.Services.Cltab;

/// <summary>A decoded line without its end.</summary>
internal readonly record struct CltabLine(int Number, string Text, bool IsLatin1)
{
    /// <summary>Whether it looks like an entry: neither comment nor setting, with a first field that ends in a colon.</summary>
    public bool IsEntry => Text.IndexOf(':', StringComparison.Ordinal) > 0 && Text[0] != '#';

    public string FirstField => Text[..Text.IndexOf(':', StringComparison.Ordinal)];
}

/// <summary>A master setting with the places of its key and value. The file is null for that of the cltab itself.</summary>
internal readonly record struct SettingLine(string? File, int Number, string Key, int KeyColumn, string Value, int ValueColumn);
