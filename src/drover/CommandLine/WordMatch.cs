using Drover.Cli.Words;

namespace Drover.Cli.CommandLine;

/// <summary>What a given word may stand for.</summary>
/// <param name="Fit">How it was found.</param>
/// <param name="Found">What it may be, in the order of the alphabet: one thing unless it is ambiguous or nothing.</param>
internal sealed record WordMatch<T>(WordFit Fit, IReadOnlyList<(string Word, T Meaning)> Found)
    where T : class
{
    public static WordMatch<T> Nothing { get; } = new(WordFit.None, []);

    /// <summary>What it is; null where that is not certain.</summary>
    public T? Only => Found.Count == 1 ? Found[0].Meaning : null;

    /// <summary>All that it may be, in words: <c>a, b or c</c>.</summary>
    public string Candidates => string.Join(", ", Found.SkipLast(1).Select(f => f.Word)) is { Length: > 0 } first ? Language.Say("or", first, Found[^1].Word) : Found is [var one] ? one.Word : "";
}
