using System.CommandLine;
using System.Text;
using Drover.Cli.Words;

namespace Drover.Cli.CommandLine;

/// <summary>Help: one screen for the whole, one for each verb.</summary>
internal static class HelpText
{
    /// <summary>Fits 80x24, with its prompt line; a test counts.</summary>
    public static string Root => Language.Say("help");

    public static string Of(CommandTree tree, Command command)
    {
        if (command == tree.Root)
            return Root;
        var path = command.Parents.OfType<Command>().FirstOrDefault() is { } parent && parent != tree.Root
            ? $"drover {parent.Name} {command.Name}"
            : $"drover {command.Name}";
        var text = new StringBuilder();
        text.Append(path).Append(" - ").Append(Language.About(command.Description)).Append("\n\n");
        text.Append(Language.Say("help.usage")).Append(path);
        if (command.Subcommands.Count > 0)
            text.Append(" VERB");
        foreach (var argument in command.Arguments)
            text.Append(' ').Append(Synopsis(argument));
        text.Append(Language.Say("help.options")).Append('\n');

        Section(text, "", command.Subcommands.Select(c => (c.Name, c.Description)));
        Section(text, "", command.Arguments.Select(a => (a.Name, a.Description)));
        Section(text, Language.Say("help.options-title"), tree.OptionsOf(command).Select(o => (Names(o), o.Description)));
        if (tree.VerbOf(command)?.Examples is { Count: > 0 } examples)
        {
            text.Append(Language.Say("help.examples"));
            foreach (var example in examples)
                text.Append("  ").Append(example).Append('\n');
        }

        return text.ToString();
    }

    private static void Section(StringBuilder text, string title, IEnumerable<(string Name, string? Description)> entries)
    {
        var list = entries.ToList();
        if (list.Count == 0)
            return;
        text.Append('\n');
        if (title.Length > 0)
            text.Append(title).Append('\n');
        foreach (var (name, description) in list)
            text.Append("  ").Append(name.PadRight(22)).Append("  ").Append(Language.About(description)).Append('\n');
    }

    private static string Names(Option option)
    {
        var names = string.Join(", ", option.Aliases.Order(StringComparer.Ordinal).Append(option.Name));
        if (option.ValueType == typeof(bool))
            return names;
        return option.Arity.MinimumNumberOfValues == 0 ? $"{names}[={option.HelpName}]" : $"{names} {option.HelpName}";
    }

    private static string Synopsis(Argument argument)
    {
        var name = argument.Arity.MaximumNumberOfValues > 1 ? argument.Name + "..." : argument.Name;
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }
}
