using Drover.Clinit.Arguments;
using Drover.Clinit.Asking;
using Drover.Clinit.Foreground;
using Drover.Clinit.Status;
using Drover.Clinit.Terminal;

namespace Drover.Clinit;

/// <summary>Does what the command line asks for, prints it, and gives the exit code.</summary>
internal sealed class Client(Action<string> output, Action<string> error)
{
    /// <summary>The longest that nothing may move on the wire, as in the old program. Default 20 seconds.</summary>
    public TimeSpan Quiet { get; init; } = TimeSpan.FromSeconds(20);

    public int Run(IReadOnlyList<string> arguments)
    {
        try
        {
            var call = ArgumentReader.Read(arguments);
            switch (call.Deed)
            {
                case Deed.Help:
                    output(HelpText.Help);
                    return ExitCode.Accepted;
                case Deed.Version:
                    output(HelpText.Version);
                    return ExitCode.Accepted;
                case Deed.Daemon:
                    return DaemonProgram.Become(call);
                case Deed.Cluster:
                    return ShowCluster(call);
                default:
                    return Ask(call);
            }
        }
        catch (ClinitException failure)
        {
            Complain(failure);
            return failure.ExitCode;
        }
    }

    private int ShowCluster(Invocation call)
    {
        var cluster = new ClusterStatus(call, NodeStatus.ReadAll(call.Cluster, TimeProvider.System.GetUtcNow()));
        output(call.Json ? cluster.ToJson() : string.Concat(cluster.Lines()));
        var problems = string.Concat(cluster.Problems().Select(problem => $"clinit: {problem}\n"));
        error(problems);
        return problems.Length > 0 ? ExitCode.NotFresh : ExitCode.Accepted;
    }

    private int Ask(Invocation call)
    {
        var places = Places.Of(call);
        var request = Request.Of(call);
        Outcome? outcome = null;
        int code;
        try
        {
            using var connection = DaemonConnection.Open(places, Quiet);
            connection.Send(request.ToFrame());
            outcome = new Outcome(request) { Reply = FirstReply(connection, call.Deed == Deed.Reread) };
            code = Show(call, outcome.Reply);
            if (call.Waits && outcome.Reply.Code == Reply.Accepted)
            {
                outcome.Final = LastReply(connection, call.WaitLimit, places);
                code = ShowFinal(call, request, outcome.Final);
            }
        }
        catch (ClinitException failure) when (call.Json)
        {
            // Who reads JSON finds the reason there too.
            Complain(failure);
            var told = new Reply(failure.Message, IsOk: false, failure.Code);
            if (outcome is null)
                outcome = new Outcome(request) { Reply = told };
            else
                outcome.Final = told;
            code = failure.ExitCode;
        }

        if (call.Verbose)
            outcome.Status = Status(places);
        if (call.Json)
            output(outcome.ToJson());
        else if (outcome.Status is { } status)
            output(string.Concat(status));
        return code;
    }

    private Reply FirstReply(DaemonConnection connection, bool isReread)
    {
        try
        {
            return connection.Receive(Quiet) is { } message
                ? Reply.Read(message, isReread)
                : throw new ClinitException(ExitCode.NoDaemon, "no-reply", "the daemon closed the connection without a reply",
                    "it ended, or has too many connections; whether it has done what was asked is not known: see its log and the status file");
        }
        catch (TimeoutException)
        {
            throw DaemonConnection.Late($"no reply for {Quiet.TotalSeconds:0} seconds; whether the daemon has done what was asked is not known");
        }
        catch (InvalidDataException bad)
        {
            throw new ClinitException(ExitCode.NoDaemon, "bad-reply", $"what answers is no daemon of Cluster::Init: {bad.Message}", "name its socket with -s");
        }
    }

    /// <summary>The second reply, which the daemon sends when the job of the tell has ended. Nothing else would do: in the status file a group that
    /// is told the level which it is at shows the same line before and after.</summary>
    private static Reply LastReply(DaemonConnection connection, TimeSpan? limit, Places places)
    {
        try
        {
            if (connection.Receive(limit) is { } message)
                return Reply.Read(message, isReread: false);
        }
        catch (TimeoutException)
        {
            throw new ClinitException(ExitCode.Timeout, "timeout", $"the level is not reached after {limit!.Value.TotalSeconds:0} s",
                "the change goes on; the same command waits for it again");
        }
        catch (InvalidDataException)
        {
            // What cannot be read says as much as nothing.
        }
        throw new ClinitException(ExitCode.NoDaemon, "no-reply", "the daemon left before the level was reached",
            $"it was accepted, and droverd goes on with it when it is back; a daemon of the old program never says when: look at {places.Clstat}");
    }

    private int Show(Invocation call, Reply reply)
    {
        if (call.Json)
            return reply.IsOk ? ExitCode.Accepted : ExitCode.Refused;
        if (call.Deed == Deed.Tell)
            output(Printable.Text(reply.Text) + "\n");
        else if (!reply.IsOk)
            error($"clinit: {Printable.Text(reply.Text)}\n");
        return reply.IsOk ? ExitCode.Accepted : ExitCode.Refused;
    }

    private int ShowFinal(Invocation call, Request request, Reply final)
    {
        if (!call.Json && final.State is { } state)
            output(Printable.Text($"{request.Level} {state}\n"));
        if (!final.IsOk)
            error($"clinit: {Printable.Text(final.Text)}\n");
        return final.IsOk ? ExitCode.Accepted : final.Code == "canceled" ? ExitCode.Canceled : ExitCode.Failed;
    }

    private IReadOnlyList<ClstatLine> Status(Places places)
    {
        try
        {
            return ClstatLine.Read(File.ReadAllText(places.Clstat));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            // No daemon, no status: the file goes with it.
            return [];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // What was asked for has been done; its exit code is the more important news.
            error($"clinit: the status file {places.Clstat} cannot be read: {unreadable.Message}\n");
            return [];
        }
    }

    private void Complain(ClinitException failure)
    {
        error($"clinit: {Printable.Text(failure.Message)}\n");
        if (failure.Hint is { } hint)
            error($"hint: {Printable.Text(hint)}\n");
    }
}
