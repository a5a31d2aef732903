using Drover.Nodes.Commands;
using P = Drover.NodeWire.Protocol;

namespace Drover.NodeWire.Translation;

/// <summary>Commands, what they write and how they end, as messages.</summary>
public static class CommandTranslation
{
    /// <summary>A command as a message.</summary>
    public static P.RunCommand ToMessage(this CommandSpec spec)
    {
        var message = new P.RunCommand { Time = (long)spec.Time.TotalMicroseconds, Grace = (long)spec.Grace.TotalMicroseconds, OutputBytes = spec.OutputBytes };
        message.Words.AddRange(spec.Words);
        if (spec.User is { } user)
            message.User = user;
        return message;
    }

    /// <summary>The command of a message.</summary>
    public static CommandSpec ToSpec(this P.RunCommand command) => new(
        [.. command.Words], command.HasUser ? command.User : null, TimeSpan.FromMicroseconds(command.Time), TimeSpan.FromMicroseconds(command.Grace), command.OutputBytes);

    internal static P.CommandOutput ToMessage(this CommandOutput output) => new() { Command = output.Command.ToMessage(), IsError = output.IsError, Text = output.Text };

    internal static CommandOutput ToReport(this P.CommandOutput output, long number) => new(number, output.Command.ToKey(), output.IsError, output.Text);

    internal static P.CommandEnded ToMessage(this CommandEnded ended)
    {
        var end = ended.End;
        var message = new P.CommandEnded { Command = ended.Command.ToMessage(), Kind = (int)end.Kind, Dropped = end.Dropped, Left = end.Left };
        if (end.Exit is { } exit)
            message.Exit = exit;
        if (end.Signal is { } signal)
            message.Signal = signal;
        if (end.Detail is { } detail)
            message.Detail = detail;
        return message;
    }

    internal static CommandEnded ToReport(this P.CommandEnded ended, long number) => new(number, ended.Command.ToKey(), new CommandEnd(
        (CommandEndKind)ended.Kind, ended.HasExit ? ended.Exit : null, ended.HasSignal ? ended.Signal : null, ended.HasDetail ? ended.Detail : null, ended.Dropped, ended.Left));
}
