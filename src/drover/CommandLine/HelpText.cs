using System.CommandLine;
using System.Text;

namespace Drover.Cli.CommandLine;

/// <summary>Help: one screen for the whole, one for each verb.</summary>
internal static class HelpText
{
    /// <summary>Fits 80x24, with its prompt line; a test counts.</summary>
    public const string Root = """
        drover submit test-delay duration=2    submit a job and follow it
        drover status          how is it?      drover top         the same, live
        drover get jobs -F 'status == "running"' -c id,status,+start_ts
        drover show 17         how it stands   drover why 17      why it waits
        drover watch 17        log and states  drover cancel 17   stop it

        usage: drover VERB [arguments] [--socket PATH]

          submit, wait, watch, logs, retry     a job from its start to its end
          cancel, priority, archive, why,      change jobs; what one waits for,
          timeline, break-locks                its waits and runs; a wedged one
          get, show, events, explain, fields   jobs, nodes, groups, processes, ...
          tell, reread, clear-backoff, start,  services: levels, the cltab, pauses;
          stop, reload, signal, logs           one entry, and its output; chk cltab
          add, mod, del, import, chk           devices, types, workers; test jobs
          drain, config, log-level, restart,   the daemon; one file for those who
          shutdown, support, version           help
          web, audit, init, token, completion  a browser; the journal; your shell

        drover VERB --help    a verb's options and examples    drover help exit-codes
        The daemon is looked for at --socket, DROVER_SOCKET, /run/drover/drover.sock
        and $XDG_RUNTIME_DIR/drover/drover.sock.

        """;

    public static string Of(CommandTree tree, Command command)
    {
        if (command == tree.Root)
            return Root;
        var path = command.Parents.OfType<Command>().FirstOrDefault() is { } parent && parent != tree.Root
            ? $"drover {parent.Name} {command.Name}"
            : $"drover {command.Name}";
        var text = new StringBuilder();
        text.Append(path).Append(" - ").Append(command.Description).Append("\n\n");
        text.Append("usage: ").Append(path);
        if (command.Subcommands.Count > 0)
            text.Append(" VERB");
        foreach (var argument in command.Arguments)
            text.Append(' ').Append(Synopsis(argument));
        text.Append(" [options]\n");

        Section(text, "", command.Subcommands.Select(c => (c.Name, c.Description)));
        Section(text, "", command.Arguments.Select(a => (a.Name, a.Description)));
        Section(text, "options:", tree.OptionsOf(command).Select(o => (Names(o), o.Description)));
        if (tree.VerbOf(command)?.Examples is { Count: > 0 } examples)
        {
            text.Append("\nexamples:\n");
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
            text.Append("  ").Append(name.PadRight(22)).Append("  ").Append(description).Append('\n');
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
