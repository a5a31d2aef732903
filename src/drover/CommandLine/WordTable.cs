namespace Drover.Cli.CommandLine;

/// <summary>
/// Words that may be written short, by the rule of Licorn's command line in three steps: the word itself; else the only one that begins so; else, where none begins so, the only
/// one that has the given letters in their order. It is made anew of what there is, so that whatever is added can be written short at once.
/// </summary>
/// <typeparam name="T">What a word stands for. Several words may stand for one thing, such as its singular and its plural.</typeparam>
internal sealed class WordTable<T>(IEnumerable<(string Word, T Meaning)> words)
    where T : class
{
    private readonly (string Word, T Meaning)[] _words = [.. words.OrderBy(w => w.Word, StringComparer.Ordinal)];

    /// <param name="given">Capital letters are as good as small ones.</param>
    public WordMatch<T> Find(string given)
    {
        var letters = given.ToLowerInvariant();
        if (letters.Length == 0)
            return WordMatch<T>.Nothing;
        if (Array.Find(_words, w => w.Word == letters) is { Word: not null } whole)
            return new(WordFit.Whole, [whole]);
        return Fitting(WordFit.Beginning, word => word.StartsWith(letters, StringComparison.Ordinal))
            ?? Fitting(WordFit.Letters, word => HasLetters(word, letters))
            ?? WordMatch<T>.Nothing;
    }

    private WordMatch<T>? Fitting(WordFit fit, Func<string, bool> fits)
    {
        var found = _words.Where(w => fits(w.Word)).DistinctBy(w => w.Meaning).ToList();
        return found.Count == 0 ? null : new(found.Count == 1 ? fit : WordFit.Ambiguous, found);
    }

    /// <summary>Each letter of the word counts once: <c>tt</c> is not in <c>tag</c>.</summary>
    private static bool HasLetters(string word, string letters)
    {
        var next = 0;
        foreach (var letter in word)
        {
            if (next < letters.Length && letter == letters[next])
                next++;
        }

        return next == letters.Length;
    }
}
