using System.Text.Json;
using Drover.Cli.Door;
using Drover.Cli.Listing;

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
            throw HttpReply.Broken("a line of the output is not JSON");
        }
    }

    /// <summary>The same, and goes on with what comes until interrupted. A daemon that goes away is waited for.</summary>
    public void Follow()
    {
        using var output = new OutputText(session.Screen);
        var stamped = new StampedText(output, new ValueText(session.Zone));
        try
        {
            new StreamFollower(session, "the stream of output broke; going on after the last byte when the daemon is back").Follow(
                last => session.Door.Stream(_path + range.Query(last)),
                frame => Take(frame.Data, output, stamped));
        }
        catch (CliException e)
        {
            throw Explained(e);
        }
    }

    private void Take(string data, OutputText output, StampedText stamped)
    {
        var piece = LogPiece.Read(data);
        if (piece.IsRestarted)
            session.Screen.Note($"the file of '{name}' was replaced or emptied; going on with what it holds now");
        if (piece.Skipped > 0)
            session.Screen.Note($"{piece.Skipped} bytes are not kept any more and were skipped");
        if (range.Timestamps)
            stamped.Write(piece.Time, piece.Bytes);
        else
            output.Write(piece.Bytes);
    }

    private CliException Explained(CliException e) => e.Code switch
    {
        "LOG_UNKNOWN" => new("NOT_FOUND", $"there is no process '{name}'", ExitCode.Refused, "'drover get processes -o name' lists them"),
        "LOG_EMPTY" => new("NO_OUTPUT", $"there is no output of '{name}' yet", ExitCode.Refused, $"'drover show process {name}' tells whether it was started"),
        _ => e,
    };
}
