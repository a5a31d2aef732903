using System.Buffers;
using Drover.Yaml.Composition;
using Drover.Yaml.Resolution;

namespace Drover.Yaml;

/// <summary>Reads YAML 1.1 as PyYAML's safe loader on libyaml does, which is what LAVA and lavacli use: the same text gives the same values, or an error in both.</summary>
public static class YamlReader
{
    private const char ByteOrderMark = '\ufeff';

    // Everything that libyaml does not take, but for halves of characters: those are right in pairs.
    private static readonly SearchValues<char> s_refused = SearchValues.Create(
        [.. Enumerable.Range(0, 0xa0).Select(c => (char)c).Where(c => char.IsControl(c) && c is not ('\t' or '\n' or '\r' or '\u0085')), ByteOrderMark, '\ufffe', '\uffff']);

    /// <summary>Reads one document. A text without any is nothing (<see cref="YamlScalarKind.None"/>).</summary>
    /// <exception cref="YamlException">The text is not YAML, holds more than one document, has a tag that the rules do not take, or is larger than they allow.</exception>
    public static YamlNode Read(string text, YamlRules rules)
    {
        if (text.Length > rules.LongestText)
            throw new YamlException($"the text is {text.Length} characters long, and at most {rules.LongestText} are read: make it smaller", 1, 1);
        if (text.StartsWith(ByteOrderMark))
            text = text[1..];
        CheckCharacters(text);
        return new Composer(text, rules).Compose() is { } root ? new Meaning(rules).Of(root) : new YamlScalar(YamlScalarKind.None, null, "", 1, 1);
    }

    private static void CheckCharacters(string text)
    {
        var refused = text.AsSpan().IndexOfAny(s_refused);
        for (var at = text.AsSpan().IndexOfAnyInRange('\ud800', '\udfff'); at >= 0 && at < text.Length && (refused < 0 || at < refused); at++)
        {
            if (!char.IsSurrogate(text[at]))
                continue;
            if (!char.IsHighSurrogate(text[at]) || at + 1 == text.Length || !char.IsLowSurrogate(text[at + 1]))
                refused = at;
            at++;
        }

        if (refused < 0)
            return;
        var line = text.AsSpan(0, refused).Count('\n') + 1;
        var column = refused - text.AsSpan(0, refused).LastIndexOf('\n');
        throw new YamlException($"the character U+{(int)text[refused]:X4} cannot stand in YAML: write it as an escape in double quotes", line, column);
    }
}
