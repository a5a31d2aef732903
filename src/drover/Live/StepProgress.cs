using System.Globalization;

namespace Drover.Cli.Live;

/// <summary>How far an operation says that it is: <c>step 3 of 60</c>.</summary>
/// <param name="Word">What is counted.</param>
/// <param name="Done">Which one it is at.</param>
/// <param name="Total">How many there are.</param>
internal readonly record struct StepProgress(string Word, long Done, long Total)
{
    /// <summary>Finds <c>WORD N of M</c> at the end of a text; a unit behind it (<c>3 of 60 MiB</c>) makes it a quantity, and no progress.</summary>
    public static StepProgress? Find(string? text)
    {
        var words = (text ?? "").TrimEnd('.', ' ', '\n').Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [.., var word, var done, "of", var total] && Number(done) is { } n && Number(total) is { } m && n <= m && m > 0 && !char.IsAsciiDigit(word[0])
            ? new StepProgress(word, n, m)
            : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Word} {Done} of {Total}");

    /// <summary>A bar of so many cells, and the words.</summary>
    public string Bar(int width)
    {
        var full = (int)(width * Done / Total);
        return $"[{new string('#', full)}{new string('-', width - full)}] {this}";
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}
