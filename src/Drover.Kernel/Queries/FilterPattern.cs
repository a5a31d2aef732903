using System.Text.RegularExpressions;

namespace Drover.Kernel.Queries;

/// <summary>A regular expression of a filter, as Perl and Python write them; found anywhere in a text unless anchored.
/// Runs in linear time; a pattern that cannot (it looks around or refers back) runs with a limit of 100 ms a text.</summary>
public sealed class FilterPattern : IEquatable<FilterPattern>
{
    private const int MaxLength = 4096;
    private const RegexOptions Options = RegexOptions.CultureInvariant;
    private static readonly TimeSpan s_limit = TimeSpan.FromMilliseconds(100);

    private readonly Regex _regex;

    /// <exception cref="FilterSyntaxException">The pattern is wrong. The text is <c>(offset,"what is wrong")</c>.</exception>
    public FilterPattern(string pattern)
    {
        Text = pattern;
        if (pattern.Length > MaxLength) throw new FilterSyntaxException(FilterProblem.Pattern, $"({MaxLength},\"regular expression is too large\")");
        _regex = Build(PatternSyntax.ToDotNet(pattern), pattern);
    }

    /// <summary>The pattern as it was given.</summary>
    public string Text { get; }

    /// <summary>Whether the pattern had to run with a time limit.</summary>
    internal bool IsBacktracking => !_regex.Options.HasFlag(RegexOptions.NonBacktracking);

    /// <summary>What in the pattern cannot run in linear time, such as <c>a look-ahead (?=</c>; null when nothing does.</summary>
    internal string? Backtracks => IsBacktracking ? PatternSyntax.BacktrackingConstruct(Text) : null;

    /// <summary>A pattern for host names with <c>*</c> and <c>?</c>, which do not cross dots; what follows after a dot is left open.</summary>
    public static FilterPattern FromGlob(string glob)
    {
        var pattern = new System.Text.StringBuilder("^");
        foreach (var c in glob)
        {
            if (c == '*') pattern.Append("[^.]*");
            else if (c == '?') pattern.Append("[^.]");
            else if (char.IsAsciiLetterOrDigit(c) || c is '_' or '-' || c > '~') pattern.Append(c);
            else pattern.Append('\\').Append(c);
        }
        return new(pattern.Append(@"(\..*)?$").ToString());
    }

    /// <exception cref="QueryException">The pattern took too long.</exception>
    public bool IsMatch(string text)
    {
        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            throw new QueryException("FILTER_TIMEOUT",
                $"Regular expression '{Text}' took longer than {s_limit.TotalMilliseconds} ms on one value",
                "Leave out look-around and references back, or make the pattern simpler.");
        }
    }

    /// <inheritdoc/>
    public bool Equals(FilterPattern? other) => other is not null && Text == other.Text;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FilterPattern);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static Regex Build(string pattern, string original)
    {
        try
        {
            return new Regex(pattern, Options | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, Options, s_limit);
        }
        catch (RegexParseException error)
        {
            var offset = Math.Min(error.Offset, original.Length);
            throw new FilterSyntaxException(FilterProblem.Pattern, $"({offset},\"{PatternSyntax.Phrase(error)}\")");
        }
    }
}
