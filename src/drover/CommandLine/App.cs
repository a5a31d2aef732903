using System.CommandLine;
using Drover.Cli.Operating;
using Drover.Cli.Shell;
using Drover.Cli.Starting;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.CommandLine;

/// <summary>One run: parse, do, and turn every way to end into an exit code.</summary>
internal static class App
{
    private static readonly ParserConfiguration s_parsing = new() { EnablePosixBundling = true, ResponseFileTokenReplacer = null };

    public static int Run(IReadOnlyList<string> args, Session session)
    {
        Language.Current = LanguageChoice.Of(session.Environment);
        try
        {
            var code = Dispatch(args, session);
            session.Screen.EndPaging();
            session.Screen.Flush();
            return code;
        }
        catch (CliException e)
        {
            return Report(session.Screen, e);
        }
        catch (TimeoutException)
        {
            return Report(session.Screen, new CliException("TIMEOUT", Language.Say("timeout"), ExitCode.Timeout, Language.Say("timeout.hint")));
        }
        catch (OperationCanceledException) when (session.Interrupt.IsCancellationRequested)
        {
            return ExitCode.Interrupted;
        }
        catch (ClosedOutputException)
        {
            return session.Following ? ExitCode.Interrupted : ExitCode.Ok;
        }
    }

    private static int Dispatch(IReadOnlyList<string> args, Session session)
    {
        var tree = new CommandTree();
        if (args.Count == 0)
        {
            session.Screen.Err.Write(HelpText.Root);
            return ExitCode.Usage;
        }

        if (args[0] == CompletionRequest.Word)
            return CompletionRequest.Answer(tree, session, [.. args.Skip(1)]);

        var line = tree.Root.Parse(ShortWords.Expand(tree, args, session.Screen), s_parsing);
        var command = line.CommandResult.Command;
        if (line.GetValue(tree.Help))
        {
            session.Screen.Out.Write(HelpText.Of(tree, command));
            return ExitCode.Ok;
        }

        if (command == tree.Root && line.GetValue(tree.Version))
        {
            session.Screen.Out.WriteLine($"drover {VersionVerb.OwnVersion}");
            return ExitCode.Ok;
        }

        UsageCheck.ThrowIfWrong(tree, line);
        session.SocketOption = line.GetValue(tree.Socket) ?? session.SocketOption;
        var verb = tree.VerbOf(command)!;
        if (verb.StartsDaemon)
            AutoStart.Ensure(session);
        return verb.Run(line, session);
    }

    private static int Report(Screen screen, CliException error)
    {
        try
        {
            ErrorPrinter.Print(screen, error);
        }
        catch (Exception e) when (e is ClosedOutputException or CliException)
        {
            // Nobody can be told; the exit code still tells it.
        }

        return error.ExitCode;
    }
}
