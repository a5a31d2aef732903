using System.Text.Json;
using Drover.Cli.Listing;

namespace Drover.Cli.Services;

/// <summary>Prints the file with the captured output of a process: its end, and what comes.</summary>
internal static class CapturedOutput
{
    public const int UsualBytes = 64 * 1024;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    /// <param name="session">The run.</param>
    /// <param name="name">Group and tag.</param>
    /// <param name="most">Bytes of the end to print at most.</param>
    /// <param name="follow">Goes on until interrupted.</param>
    public static void Print(Session session, string name, int most, bool follow)
    {
        var path = PathOf(session, name);
        using var log = Open(name, path);
        log.Seek(most);
        using var output = new OutputText(session.Screen);
        Copy(log, output);
        if (!follow)
            return;
        session.BeginFollowing();
        while (true)
        {
            session.Screen.Flush();
            session.Pause(LookEvery);
            if (log.Restarted())
                session.Screen.Note($"{path} was cut; going on from its beginning");
            Copy(log, output);
        }
    }

    private static void Copy(LogReader log, OutputText output)
    {
        try
        {
            while (log.Read() is { Length: > 0 } bytes)
                output.Write(bytes.Span);
        }
        catch (IOException e)
        {
            throw new CliException("LOG_UNREADABLE", $"{log.Path} cannot be read: {e.Message}", ExitCode.Failed);
        }
    }

    private static string PathOf(Session session, string name)
    {
        var request = new ListRequest("process") { Fields = "log", Filter = $"name == {FilterText.Quote(name)}", Limit = 1 };
        foreach (var page in RowReader.Pages(session.Door, request))
        {
            using (page)
            {
                var row = page.RootElement.GetProperty("rows").EnumerateArray().FirstOrDefault();
                if (row.ValueKind != JsonValueKind.Array)
                    break;
                return row[0][0].GetInt32() == 0 && row[0][1].ValueKind == JsonValueKind.String
                    ? row[0][1].GetString()!
                    : throw new CliException("NO_LOG", $"the output of process '{name}' is not captured", ExitCode.Failed);
            }
        }

        throw new CliException("NOT_FOUND", $"there is no process '{name}'", ExitCode.Failed, "'drover get processes -o name' lists them");
    }

    private static LogReader Open(string name, string path)
    {
        try
        {
            return new LogReader(path);
        }
        catch (UnauthorizedAccessException)
        {
            throw new CliException("LOG_DENIED", $"this user may not read {path}: captured output is for operators only", ExitCode.Failed,
                "run it as root, as the daemon's user, or as a member of the file's group");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CliException("NO_OUTPUT", $"there is no output of '{name}' yet: {path} does not exist on this machine", ExitCode.Failed,
                $"'drover show process {name}' tells whether it was started");
        }
        catch (IOException e)
        {
            throw new CliException("LOG_UNREADABLE", $"{path} cannot be read: {e.Message}", ExitCode.Failed);
        }
    }
}
