using Drover.People.Roles;

namespace Drover.OpenId;

/// <summary>Who of the users of a provider gets which role: <c>groups=staff:viewer</c>.</summary>
/// <param name="Claim">A claim of the ID token.</param>
/// <param name="Value">Its value, or one of its values; <c>*</c> for any.</param>
/// <param name="Role">The role of those who have it.</param>
public sealed record RoleRule(string Claim, string Value, PersonRole Role)
{
    private const string Any = "*";

    /// <summary>Reads rules with commas between them.</summary>
    /// <param name="text">The rules.</param>
    /// <param name="rules">What was read.</param>
    /// <returns>Whether it is such a text.</returns>
    public static bool TryParse(string text, out IReadOnlyList<RoleRule> rules)
    {
        var read = text.Split(',').Select(Parse).ToList();
        rules = [.. read.OfType<RoleRule>()];
        return rules.Count == read.Count;
    }

    /// <summary>The highest role that the rules give; null for none.</summary>
    internal static PersonRole? RoleOf(IEnumerable<RoleRule> rules, Func<string, IEnumerable<string>> values) =>
        rules.Where(rule => values(rule.Claim).Any(value => rule.Value is Any || value == rule.Value)).Select(rule => (PersonRole?)rule.Role).Max();

    private static RoleRule? Parse(string text)
    {
        var (equals, colon) = (text.IndexOf('=', StringComparison.Ordinal), text.LastIndexOf(':'));
        // Names alone: the numbers of the roles are nobody's business.
        return equals > 0 && colon > equals + 1 && char.IsAsciiLetter(text.AsSpan(colon + 1) is [var first, ..] ? first : ' ') && Enum.TryParse<PersonRole>(text.AsSpan(colon + 1), ignoreCase: true, out var role)
            ? new RoleRule(text[..equals], text[(equals + 1)..colon], role)
            : null;
    }
}
