using System.Text;
using Drover.Nodes.Services;

namespace Drover.Services.Clstat;

/// <summary>The contents of a clstat file: a line <c>Cluster::Init::Group NAME LEVEL STATE</c> for each group, sorted by name.</summary>
internal static class ClstatText
{
    /// <summary>What stands for a level when none was started, or when its name is empty: a line always has four words.</summary>
    public const string NoLevel = "-";

    private const string GroupClass = "Cluster::Init::Group";

    public static string Of(IReadOnlyList<GroupRow> groups)
    {
        var text = new StringBuilder(groups.Count * 48);
        foreach (var group in groups.OrderBy(group => group.Name, StringComparer.Ordinal))
        {
            text.Append(GroupClass).Append(' ').Append(Word(group.Name)).Append(' ')
                .Append(Word(group.Level ?? "")).Append(' ').Append(group.StatusWord).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>A name as one word. A level may be any text: a blank or line end in it must not shift words or forge a line.</summary>
    private static string Word(string name)
    {
        if (name.Length == 0)
            return NoLevel;
        return name.Any(IsBreak) ? string.Create(name.Length, name, static (word, from) =>
        {
            for (var i = 0; i < word.Length; i++)
                word[i] = IsBreak(from[i]) ? '_' : from[i];
        }) : name;
    }

    private static bool IsBreak(char c) => char.IsWhiteSpace(c) || char.IsControl(c);
}
