using System.Collections.Immutable;
using Drover.Daemon.Settings;

namespace Drover.Daemon.Logging;

/// <summary>From which level on is logged: for all, and for categories that have a level of their own. As a text: <c>information,jobs=debug</c>.</summary>
/// <param name="General">Level of the categories that have none of their own; null where a text does not name it.</param>
/// <param name="Own">Categories, without prefix, that have one.</param>
internal sealed record LevelSpecification(LogLevel? General, ImmutableSortedDictionary<string, LogLevel> Own)
{
    private static readonly (string Word, LogLevel Level)[] s_levels =
        [("debug", LogLevel.Debug), ("information", LogLevel.Information), ("warning", LogLevel.Warning), ("error", LogLevel.Error)];

    private static readonly string s_words = string.Join(", ", s_levels.Select(level => level.Word));

    /// <summary>Level of a category.</summary>
    public LogLevel Of(string category) => Own.GetValueOrDefault(category, General ?? LogLevel.Information);

    /// <summary>These levels, and for what a text does not name those of before.</summary>
    public LevelSpecification Over(LevelSpecification before) => new(General ?? before.General, before.Own.SetItems(Own));

    /// <summary>Reads a text.</summary>
    /// <param name="text">Parts with commas between them: a level, or CATEGORY=LEVEL.</param>
    /// <param name="specification">What it says; null when it is wrong.</param>
    /// <returns>Which part is wrong, and what could stand there; null when all is well.</returns>
    public static string? Read(string text, out LevelSpecification? specification)
    {
        specification = null;
        LogLevel? general = null;
        var own = ImmutableSortedDictionary.CreateBuilder<string, LogLevel>(StringComparer.Ordinal);
        foreach (var (i, part) in text.Split(',', StringSplitOptions.TrimEntries).Index())
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var word = part[(equals + 1)..];
            var place = $"part {i + 1}, '{part}'";
            if (s_levels.FirstOrDefault(known => known.Word == word) is not { Word: not null } found)
                return $"{place}: '{word}' is no level{Suggestion.For(word, s_levels.Select(known => known.Word))}; levels are {s_words}";
            if (equals < 0 && general is not null)
                return $"{place}: the level for all is given twice";
            if (equals < 0)
            {
                general = found.Level;
                continue;
            }
            var category = Short(part[..equals]);
            if (!LogCategories.All.Contains(category))
                return $"{place}: there is no category '{category}'{Suggestion.For(category, LogCategories.All)}; categories are {string.Join(", ", LogCategories.All)}";
            if (!own.TryAdd(category, found.Level))
                return $"{place}: the category '{category}' is given twice";
        }
        specification = new LevelSpecification(general, own.ToImmutable());
        return null;
    }

    /// <summary>The word of a level.</summary>
    public static string Word(LogLevel level) => s_levels.First(known => known.Level == level).Word;

    /// <summary>As a text that is read as the same.</summary>
    public override string ToString() =>
        string.Join(',', Own.Select(pair => $"{pair.Key}={Word(pair.Value)}").Prepend(Word(General ?? LogLevel.Information)));

    private static string Short(string category) =>
        category.StartsWith(LogCategories.Prefix, StringComparison.Ordinal) ? category[LogCategories.Prefix.Length..] : category;
}
