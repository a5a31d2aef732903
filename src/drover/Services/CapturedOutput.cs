using System.Text.Json;
using Drover.Cli.Door;
using Drover.Cli.Listing;
using Drover.Cli.Words;

namespace Drover.Cli.Services;

/// <summary>Prints the captured output of a process: its end, and what comes. The daemon reads the file and sends it.</summary>
internal sealed class CapturedOutput(Session session, string name, OutputRange range)
{
    private readonly string _path = "/v1/logs/" + Uri.EscapeDataString("service/" + name);

    public void Print()
    {
        using var output = new OutputText(session.Screen);
        var stamped = new StampedText(output, new ValueText(session.Zone));
        try
        {
            if (range.Timestamps)
                session.Door.Lines(_path + range.Query(null), line => Take(line, output, stamped));
            else
                session.Door.Copy(_path + range.Query(null), output.Write);
        }
        catch (CliException e)
        {
            throw Explained(e);
        }
        catch (JsonException)
        {
            throw HttpReply.Broken(Language.Say("output.not-json"));
        }
    }

    /// <summary>The same, and goes on with what comes until interrupted. A daemon that goes away is waited for.</summary>
    public void Follow()
    {
        using var output = new OutputText(session.Screen);
        var stamped = new StampedText(output, new ValueText(session.Zone));
        try
        {
            new StreamFollower(session, Language.Say("output.broke")).Follow(
                Open,
                frame => Take(frame.Data, output, stamped));
        }
        catch (CliException e)
        {
            throw Explained(e);
        }
    }

    /// <summary>A node that is away before anything of its log was seen is not waited for; one that is lost meanwhile is.</summary>
    private EventStream Open(string? last)
    {
        try
        {
            return session.Door.Stream(_path + range.Query(last));
        }
        catch (CliException e) when (last is null && e.Code == "NODE_AWAY")
        {
            throw new CliException(e.Code, e.Message, e.ExitCode);
        }
    }

    private void Take(string data, OutputText output, StampedText stamped)
    {
        var piece = LogPiece.Read(data);
        if (piece.IsRestarted)
            session.Screen.Note(Language.Say("output.replaced", name));
        if (piece.Skipped > 0)
            session.Screen.Note(Language.Say("output.skipped", piece.Skipped));
        if (range.Timestamps)
            stamped.Write(piece.Time, piece.Bytes);
        else
            output.Write(piece.Bytes);
    }

    private CliException Explained(CliException e) => e.Code switch
    {
        "LOG_UNKNOWN" => new("NOT_FOUND", Language.Say("output.no-process", name), ExitCode.Refused, Language.Say("processes.hint")),
        "LOG_EMPTY" => new("NO_OUTPUT", Language.Say("output.none", name), ExitCode.Refused, Language.Say("output.none.hint", name)),
        _ => e,
    };
}
