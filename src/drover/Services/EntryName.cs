using Drover.Cli.Words;

namespace Drover.Cli.Services;

/// <summary>An entry of a group, as people name it: <c>GROUP/TAG</c>, with a slash of a name as <c>%2F</c> and its percent sign as <c>%25</c>, as listings show it.</summary>
internal readonly record struct EntryName(string Group, string Tag)
{
    /// <exception cref="CliException">It is none.</exception>
    public static EntryName Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < text.Length - 1
            ? new EntryName(Unescape(text[..slash]), Unescape(text[(slash + 1)..]))
            : throw CliException.Usage(Language.Say("entry.name", text), text.Length > 0 && text.All(char.IsAsciiDigit)
                ? Language.Say("entry.name.job", text)
                : Language.Say("entry.name.hint", text.Length > 0 && slash < 0 ? text : "GROUP"));
    }

    private static string Unescape(string name) =>
        name.Replace("%2F", "/", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);
}
