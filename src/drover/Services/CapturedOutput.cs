using System.Globalization;
using System.Text.Json;
using Drover.Cli.Door;

namespace Drover.Cli.Services;

/// <summary>Prints the captured output of a process: its end, and what comes. The daemon reads the file and sends it.</summary>
internal sealed class CapturedOutput(Session session, string name)
{
    private const int UsualBytes = 64 * 1024;

    private readonly string _path = "/v1/logs/" + Uri.EscapeDataString("service/" + name);

    /// <param name="lines">How many last lines; null when the end is measured in bytes.</param>
    /// <param name="bytes">How many last bytes.</param>
    public void Print(long? lines, long? bytes)
    {
        using var output = new OutputText(session.Screen);
        try
        {
            session.Door.Copy(_path + Begin(lines, bytes), output.Write);
        }
        catch (CliException e)
        {
            throw Explained(e);
        }
    }

    /// <summary>The same, and goes on with what comes until interrupted. A daemon that goes away is waited for.</summary>
    public void Follow(long? lines, long? bytes)
    {
        var begin = Begin(lines, bytes);
        using var output = new OutputText(session.Screen);
        try
        {
            new StreamFollower(session, "the stream of output broke; going on after the last byte when the daemon is back").Follow(
                last => session.Door.Stream(_path + (last is null ? begin : $"?offset={last}")),
                frame => Write(frame.Data, output));
        }
        catch (CliException e)
        {
            throw Explained(e);
        }
    }

    private void Write(string data, OutputText output)
    {
        using var document = JsonDocument.Parse(data);
        var piece = document.RootElement;
        if (piece.TryGetProperty("restarted", out _))
            session.Screen.Note($"the file of '{name}' was replaced or emptied; going on with what it holds now");
        if (piece.TryGetProperty("skipped", out var skipped))
            session.Screen.Note($"{skipped.GetInt64()} bytes are not kept any more and were skipped");
        if (piece.TryGetProperty("text", out var text))
            output.Write(System.Text.Encoding.UTF8.GetBytes(text.GetString()!));
        else
            output.Write(piece.GetProperty("base64").GetBytesFromBase64());
    }

    private static string Begin(long? lines, long? bytes) => lines is { } count
        ? string.Create(CultureInfo.InvariantCulture, $"?tail={count}")
        : string.Create(CultureInfo.InvariantCulture, $"?tail_bytes={bytes ?? UsualBytes}");

    private CliException Explained(CliException e) => e.Code switch
    {
        "LOG_UNKNOWN" => new("NOT_FOUND", $"there is no process '{name}'", ExitCode.Refused, "'drover get processes -o name' lists them"),
        "LOG_EMPTY" => new("NO_OUTPUT", $"there is no output of '{name}' yet", ExitCode.Refused, $"'drover show process {name}' tells whether it was started"),
        _ => e,
    };
}
