using System.Text;
using Drover.Kernel.Logs;
using Drover.Storage.Logs;

namespace Drover.Web.Tests.Logs;

/// <summary>A door with logs behind it, one of which the test writes.</summary>
internal sealed class LogDoor : IAsyncDisposable
{
    private readonly string _directory = System.IO.Directory.CreateTempSubdirectory("drl").FullName;
    private readonly PlainLogs _plain;
    private ILogAppender _log = null!;

    private LogDoor() => _plain = new PlainLogs(() => [(OddName, OddPath)], name => name == OddName ? OddPath : null, TimeProvider.System);

    /// <summary>Name of the log that the test writes.</summary>
    public const string Name = "job/17";

    /// <summary>A name with all that a path could be mistaken for.</summary>
    public const string OddName = "service/../../%2F ?\u00e4/x";

    public string OddPath => Path.Combine(_directory, "odd.log");

    public static string OddTarget { get; } = "/v1/logs/" + Uri.EscapeDataString(OddName);

    public string Target { get; } = "/v1/logs/" + Uri.EscapeDataString(Name);

    public TestDoor Door { get; private set; } = null!;

    /// <param name="fileBytes">Bytes of a file; two are kept.</param>
    /// <param name="followers">Most followers.</param>
    /// <param name="pages">Whether there are pages for browsers.</param>
    public static async Task<LogDoor> OpenAsync(long fileBytes = 1 << 20, int followers = 200, bool pages = false)
    {
        var self = new LogDoor();
        var files = new LogFiles(new LogFilesOptions { Directory = Path.Combine(self._directory, "logs"), FileBytes = fileBytes, FilesKept = 2 }, TimeProvider.System);
        self._log = files.OpenAppender(Name);
        self.Door = await TestDoor.OpenAsync(followers: followers, logs: [files, self._plain], pages: pages);
        return self;
    }

    public void Append(string text) => Append(Encoding.UTF8.GetBytes(text));

    public void Append(byte[] bytes) => _log.Append(bytes);

    /// <summary>Writes the odd log, and its times as the agent does: up to which offset it went, and when that was seen, in microseconds.</summary>
    public void WriteOdd(string text, params (long End, long Time)[] times)
    {
        File.WriteAllText(OddPath, text);
        using var stat = TimedProcess.Start(new System.Diagnostics.ProcessStartInfo("stat", ["-c", "%i", OddPath]) { UseShellExecute = false, RedirectStandardOutput = true });
        var inode = ulong.Parse(stat.StandardOutput.ReadToEnd());
        File.WriteAllBytes(OddPath + ".times",
            [.. "drtimes1"u8, .. BitConverter.GetBytes(inode), .. times.SelectMany(record => BitConverter.GetBytes(record.End).Concat(BitConverter.GetBytes(record.Time)))]);
    }

    public async Task<HttpResponseMessage> GetAsync(string target, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, target);
        if (accept is not null)
            request.Headers.Add("Accept", accept);
        return await Door.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        await Door.DisposeAsync();
        _plain.Dispose();
        _log.Dispose();
        System.IO.Directory.Delete(_directory, recursive: true);
    }
}
