using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Drover.Cli.Door;
using Drover.Cli.Happenings;
using Drover.Cli.Listing;
using Drover.Cli.Operating;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Support;

/// <summary>Collects what somebody who helps wants to know. What cannot be had is left out and named: a daemon that does not answer is often the very trouble.</summary>
internal sealed class SupportData(Session session, SupportArchive archive)
{
    private const int Events = 500;
    private const int Jobs = 200;

    /// <summary>Bytes of the log that are looked at, from its end.</summary>
    private const long MostOfLog = 16 << 20;

    private readonly List<string> _missing = [];
    private CliException? _silent;

    /// <summary>A daemon that was silent once is not waited for again and again.</summary>
    private DaemonDoor Door => _silent is null ? session.Door : throw _silent;

    /// <summary>Puts all into the archive; returns what could not be had, with the reason.</summary>
    /// <param name="log">The daemon's log; null for the journal of systemd.</param>
    /// <param name="lines">Lines of it, from its end.</param>
    public List<string> Collect(string? log, int lines)
    {
        Add("versions.txt", Versions);
        Json("daemon.json", "/v1/version");
        Json("config.json", "/v1/config");
        Json("ready.json", "/readyz");
        Json("queue.json", "/v1/queue");
        Add("metrics.txt", () => Bytes("/metrics"));
        foreach (var resource in (ReadOnlySpan<string>)["node", "lock", "filter", "service-group", "process"])
            Rows($"{resource}.jsonl", new ListRequest(resource) { Fields = "*", Limit = 10_000 });
        Rows("jobs-unfinished.jsonl", NewestJobs("not (status == \"success\" or status == \"error\" or status == \"canceled\")"));
        Rows("jobs-failed.jsonl", NewestJobs("status == \"error\""));
        Add("events.txt", LastEvents);
        Add("log.txt", () => log is null ? SystemdJournal(lines) : LastLines(log, lines));
        archive.Add("missing.txt", string.Concat(_missing.Select(what => what + "\n")));
        return _missing;
    }

    private static ListRequest NewestJobs(string filter) => new("job")
    {
        Fields = "id,status,summary,priority,principal,received_ts,start_ts,end_ts,waits_for,opstatus,opresult",
        Filter = filter,
        Sort = "-id",
        Limit = Jobs,
    };

    private static string Versions() => $"""
        drover {VersionVerb.OwnVersion}
        {File.ReadAllText("/proc/version").Trim()}
        {string.Join('\n', File.ReadLines("/etc/os-release").Where(l => l.StartsWith("PRETTY_NAME", StringComparison.Ordinal)))}
        {Environment.ProcessorCount} processors, {File.ReadLines("/proc/meminfo").First()}

        """;

    private void Json(string name, string target) => Add(name, () =>
    {
        using var answer = Door.Get(target);
        return Redacted(answer.RootElement);
    });

    private void Rows(string name, ListRequest request) => Add(name, () =>
    {
        var text = new StringBuilder();
        foreach (var page in RowReader.Pages(Door, request))
        {
            using (page)
            {
                var fields = Field.ReadAll(page.RootElement);
                foreach (var row in page.RootElement.GetProperty("rows").EnumerateArray())
                    text.Append(Redacted(Listing.Rows.ToObject(fields, row))).Append('\n');
            }
        }

        return text.ToString();
    });

    private string LastEvents()
    {
        var (fields, rows) = RowReader.Newest(Door, new ListRequest("event") { Fields = "seq,time,actor,kind,payload" }, "seq", Events, out _);
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            var happening = new Happening(Listing.Rows.ToObject(fields, row));
            text.Append(CultureInfo.InvariantCulture, $"{(happening.Time is { } time ? Moments.Text(time) : "-")} {happening.Number} {Redaction.Text(EventWords.Of(happening))}\n");
        }

        return text.ToString();
    }

    private string Bytes(string target)
    {
        using var bytes = new MemoryStream();
        Door.Copy(target, piece => bytes.Write(piece));
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static string LastLines(string path, int count)
    {
        using var file = UnlockedFile.OpenRegular(path);
        var length = RandomAccess.GetLength(file);
        var begin = Math.Max(0, length - MostOfLog);
        var bytes = new byte[length - begin];
        var read = 0;
        while (read < bytes.Length && RandomAccess.Read(file, bytes.AsSpan(read), begin + read) is > 0 and var some)
            read += some;
        var lines = Encoding.UTF8.GetString(bytes, 0, read).TrimEnd('\n').Split('\n');
        // Of a longer one the first line is cut.
        return Redaction.Text(string.Concat(lines.Skip(begin > 0 ? 1 : 0).TakeLast(count).Select(line => line + "\n")));
    }

    private static string SystemdJournal(int lines)
    {
        using var journal = Process.Start(new ProcessStartInfo("journalctl", ["-u", "drover", "-n", lines.ToString(CultureInfo.InvariantCulture), "--no-pager", "-o", "short-iso"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var error = journal.StandardError.ReadToEndAsync();
        var text = journal.StandardOutput.ReadToEnd();
        journal.WaitForExit();
        return journal.ExitCode == 0 ? Redaction.Text(text) : throw new IOException(Language.Say("support.journalctl", error.Result.Trim()));
    }

    private static string Redacted(JsonElement value) => JsonLines.Element(writer => Redaction.Write(writer, value)).GetRawText();

    private void Add(string name, Func<string> content)
    {
        try
        {
            archive.Add(name, content());
        }
        catch (Exception e) when (e is CliException or IOException or UnauthorizedAccessException or System.ComponentModel.Win32Exception)
        {
            _missing.Add($"{name}: {e.Message}");
            if (e is CliException { Code: AnswerTime.Code } silent)
                _silent = silent;
        }
    }
}
