using System.Globalization;
using System.Text.Json;

namespace Drover.Cli.Words;

/// <summary>The words for people in one language. All languages have the same keys with the same places; a test holds them to it. They are read when the first is asked for.</summary>
internal sealed class Language
{
    private static readonly AsyncLocal<Language?> s_current = new();

    private readonly Func<long, bool> _isOne;
    private readonly Lazy<Dictionary<string, string>> _words;

    private Language(string tag, Func<long, bool> isOne)
    {
        (Tag, _isOne) = (tag, isOne);
        _words = new(() => Read(tag));
    }

    /// <summary>All languages; the first is for whoever wants another.</summary>
    public static IReadOnlyList<Language> All { get; } = [new("en", static n => n == 1), new("fr", static n => n is 0 or 1)];

    /// <summary>The language of this run, and of the threads that it starts.</summary>
    public static Language Current
    {
        get => s_current.Value ?? All[0];
        set => s_current.Value = value;
    }

    /// <summary>From here on the run writes for programs, which are told the same in every language.</summary>
    public static void ForPrograms() => Current = All[0];

    /// <summary>The tag of the language, such as <c>fr</c> (RFC 5646).</summary>
    public string Tag { get; }

    /// <summary>Keys and words.</summary>
    public IReadOnlyDictionary<string, string> Words => _words.Value;

    /// <summary>The word of a key.</summary>
    public static string Say(string key) => Current.Words[key];

    /// <summary>The word of a key with its places filled.</summary>
    public static string Say(string key, params ReadOnlySpan<object?> places) => string.Format(CultureInfo.InvariantCulture, Current.Words[key], places);

    /// <summary>The word of a key with a number at its first place: the key with <c>.one</c> or <c>.many</c> behind it, as the language counts.</summary>
    public static string Count(string key, long number, params ReadOnlySpan<object?> places) =>
        Say(key + (Current._isOne(number) ? ".one" : ".many"), [Number(number), .. places]);

    /// <summary>What an argument or option is said to be: a key, which may have the values of its places behind it with tabs between. What is no key stands for itself.</summary>
    public static string About(string? description) => About(description, Current);

    /// <summary>The same in a language.</summary>
    public static string About(string? description, Language language) => (description ?? "").Split('\t') is [var key, .. var places] && language.Words.TryGetValue(key, out var word)
        ? places.Length == 0 ? word : string.Format(CultureInfo.InvariantCulture, word, places)
        : description ?? "";

    /// <summary>A whole number with its groups as the language writes them.</summary>
    public static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(",", Say("number.group"), StringComparison.Ordinal);

    /// <summary>A number that was written with a decimal point, as the language writes it.</summary>
    public static string Decimal(string written) => written.Replace(".", Say("number.point"), StringComparison.Ordinal);

    private static Dictionary<string, string> Read(string tag)
    {
        using var stream = typeof(Language).Assembly.GetManifestResourceStream($"words.{tag}.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        // Read straight into the table: a document between costs start time.
        var words = new Dictionary<string, string>(1024, StringComparer.Ordinal);
        for (var reader = new Utf8JsonReader(bytes); reader.Read();)
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            var key = reader.GetString()!;
            reader.Read();
            words.Add(key, reader.GetString()!);
        }

        return words;
    }
}
