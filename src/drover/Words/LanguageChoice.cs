namespace Drover.Cli.Words;

/// <summary>Finds the language that a caller wants.</summary>
internal static class LanguageChoice
{
    /// <summary><c>DROVER_LANG</c>; else, as gettext has it, the first of <c>LANGUAGE</c> that there is, unless the locale is that of POSIX; else the locale, which is the first that is
    /// not empty of <c>LC_ALL</c>, <c>LC_MESSAGES</c> and <c>LANG</c>.</summary>
    public static Language Of(Func<string, string?> environment)
    {
        if (Find(environment("DROVER_LANG")) is { } own)
            return own;
        var locale = NotEmpty(environment("LC_ALL")) ?? NotEmpty(environment("LC_MESSAGES")) ?? NotEmpty(environment("LANG"));
        if (locale is null || Tag(locale) is "c" or "posix")
            return Language.All[0];
        var wishes = (environment("LANGUAGE") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Append(locale);
        return wishes.Select(Find).FirstOrDefault(language => language is not null) ?? Language.All[0];
    }

    private static Language? Find(string? locale) => locale is null ? null : Language.All.FirstOrDefault(language => language.Tag == Tag(locale));

    /// <summary>Of <c>fr_CA.UTF-8@euro</c> what stands before the country: no language here differs from one to another.</summary>
    private static string Tag(string locale) => locale.Split('_', '.', '@', '-')[0].ToLowerInvariant();

    private static string? NotEmpty(string? text) => text is { Length: > 0 } ? text : null;
}
