using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace Drover.Pages.Words;

/// <summary>The words of the pages in one language. All languages have the same keys with the same places; a test holds them to it.</summary>
public sealed class Language
{
    private static readonly Language[] s_all = [Read("en", n => n == 1), Read("fr", n => n is 0 or 1)];

    private readonly FrozenDictionary<string, string> _words;
    private readonly Func<long, bool> _isOne;

    private Language(string tag, FrozenDictionary<string, string> words, Func<long, bool> isOne) => (Tag, _words, _isOne) = (tag, words, isOne);

    /// <summary>All languages; the first is for whoever wants another.</summary>
    public static IReadOnlyList<Language> All => s_all;

    /// <summary>The tag of the language, such as <c>fr</c> (RFC 5646).</summary>
    public string Tag { get; }

    /// <summary>Keys of the words.</summary>
    public IEnumerable<string> Keys => _words.Keys;

    /// <summary>The word of a key.</summary>
    public string this[string key] => _words[key];

    /// <summary>The word of a key with its places filled.</summary>
    public string Say(string key, params ReadOnlySpan<object?> places) => string.Format(CultureInfo.InvariantCulture, _words[key], places);

    /// <summary>A count in words: the key with <c>.one</c> or <c>.many</c> behind it, as the language counts.</summary>
    public string Count(string key, long number) => Say(key + (_isOne(number) ? ".one" : ".many"), Number(number));

    /// <summary>A whole number with its groups as the language writes them.</summary>
    public string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(",", this["number.group"], StringComparison.Ordinal);

    /// <summary>The language of a tag; null when there is none.</summary>
    public static Language? Find(string? tag) => s_all.FirstOrDefault(language => language.Tag.Equals(tag, StringComparison.OrdinalIgnoreCase));

    /// <summary>The language that suits a browser best, by the header <c>Accept-Language</c> (RFC 9110, 12.5.4).</summary>
    public static Language Accepted(string? header)
    {
        var wishes = (header ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Wish).OrderByDescending(wish => wish.Weight);
        return wishes.Where(wish => wish.Weight > 0).Select(wish => Find(wish.Tag.Split('-')[0])).FirstOrDefault(language => language is not null) ?? s_all[0];
    }

    private static (string Tag, double Weight) Wish(string part)
    {
        var semicolon = part.IndexOf(';', StringComparison.Ordinal);
        if (semicolon < 0)
            return (part, 1);
        var weight = part[(semicolon + 1)..].Trim();
        return (part[..semicolon].Trim(),
            weight.StartsWith("q=", StringComparison.OrdinalIgnoreCase) && double.TryParse(weight.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : 0);
    }

    private static Language Read(string tag, Func<long, bool> isOne)
    {
        using var stream = typeof(Language).Assembly.GetManifestResourceStream(typeof(Language), tag + ".json")!;
        using var document = JsonDocument.Parse(stream);
        return new Language(tag, document.RootElement.EnumerateObject().ToFrozenDictionary(word => word.Name, word => word.Value.GetString()!, StringComparer.Ordinal), isOne);
    }
}
