using System.Runtime.InteropServices;
using System.Text.Json;
using Drover.Daemon.Files;
using Drover.Kernel;
using Drover.Kernel.Commands;
using Drover.Kernel.Events;
using Drover.Storage;
using Drover.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Web.Tests.Files;

/// <summary>Which changes of files are told.</summary>
public sealed partial class ConfigurationFilesTests : IAsyncDisposable
{
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(1.7);

    private readonly string _directory = Directory.CreateTempSubdirectory("drf").FullName;
    private readonly ManualClock _clock = new();
    private ConfigurationFiles _files = null!;
    private KernelHost _kernel = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Cltab => Path.Combine(_directory, "etc", "cltab");

    public async ValueTask DisposeAsync()
    {
        await _kernel.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_change_is_told_once_with_the_lines_that_differ()
    {
        using var heard = await StartAsync("web:httpd:respawn:/usr/sbin/httpd\nweb:log:once:/bin/true\n");
        await File.AppendAllTextAsync(Cltab, "web:cache:respawn:/bin/cache\n", Stop);
        await SettleAsync();
        var change = await ReadAsync(heard);
        Assert.Equal((Cltab, "cltab", "changed", "reread it"), (Text(change, "path"), Text(change, "what"), Text(change, "change"), Text(change, "advice")));
        Assert.Equal($"--- {Cltab}\n+++ {Cltab}\n@@ -1,2 +1,3 @@\n web:httpd:respawn:/usr/sbin/httpd\n web:log:once:/bin/true\n+web:cache:respawn:/bin/cache", Text(change, "diff").ReplaceLineEndings("\n").TrimEnd('\n'));
        Assert.False(heard.Signals.TryRead(out _));
    }

    [Fact]
    public async Task What_an_editor_does_to_save_is_one_change()
    {
        using var heard = await StartAsync("one\n");
        // As vi does: the old file goes aside, a new one is written, and the old one goes.
        File.Move(Cltab, Cltab + "~");
        await File.WriteAllTextAsync(Cltab, "one\ntwo\n", Stop);
        File.Delete(Cltab + "~");
        await SettleAsync();
        // As others do: a file beside it takes its place.
        Assert.Equal("changed", Text(await ReadAsync(heard), "change"));
        await File.WriteAllTextAsync(Cltab + ".new", "one\ntwo\nthree\n", Stop);
        File.Move(Cltab + ".new", Cltab, overwrite: true);
        await SettleAsync();
        Assert.Contains("\n+three", Text(await ReadAsync(heard), "diff"), StringComparison.Ordinal);
        Assert.False(heard.Signals.TryRead(out _));
    }

    [Fact]
    public async Task The_same_text_once_more_is_no_change()
    {
        using var heard = await StartAsync("one\n");
        await File.WriteAllTextAsync(Cltab, "one\n", Stop);
        await SettleAsync();
        File.SetLastWriteTimeUtc(Cltab, DateTime.UnixEpoch);
        File.Delete(Cltab);
        await SettleAsync();
        Assert.Equal("removed", Text(await ReadAsync(heard), "change"));
        await File.WriteAllTextAsync(Cltab, "two\n", Stop);
        await SettleAsync();
        Assert.Equal("created", Text(await ReadAsync(heard), "change"));
    }

    [Fact]
    public async Task A_file_that_is_elsewhere_is_looked_at_all_the_same()
    {
        File.WriteAllText(Path.Combine(_directory, "elsewhere"), "one\n");
        Directory.CreateDirectory(Path.GetDirectoryName(Cltab)!);
        File.CreateSymbolicLink(Cltab, Path.Combine(_directory, "elsewhere"));
        using var heard = await StartAsync(null);
        await File.WriteAllTextAsync(Path.Combine(_directory, "elsewhere"), "two\n", Stop);
        await _files.LookAsync();
        Assert.Equal("changed", Text(await ReadAsync(heard), "change"));
    }

    [Fact]
    public async Task A_pipe_in_its_place_holds_nobody_up()
    {
        using var heard = await StartAsync("one\n");
        File.Delete(Cltab);
        Assert.Equal(0, MakePipe(Cltab, 0x180));
        await SettleAsync();
        var change = await ReadAsync(heard).WaitAsync(TimeSpan.FromSeconds(30), Stop);
        Assert.Equal("changed", Text(change, "change"));
    }

    [Fact]
    public async Task What_is_no_text_is_told_without_the_difference()
    {
        using var heard = await StartAsync("one\n");
        await File.WriteAllBytesAsync(Cltab, [0, 1, 2], Stop);
        await SettleAsync();
        using var payload = JsonDocument.Parse((await ReadAsync(heard)).Utf8);
        Assert.Equal(JsonValueKind.Null, payload.RootElement.GetProperty("diff").ValueKind);
    }

    private async Task<SignalSubscription> StartAsync(string? text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Cltab)!);
        if (text is not null)
            await File.WriteAllTextAsync(Cltab, text, Stop);
        _files = new ConfigurationFiles([new WatchedFile(Cltab, "cltab", "reread it")], s_settle, NullLoggerFactory.Instance);
        var store = SqliteStore.Open(new SqliteStoreOptions { Directory = Path.Combine(_directory, "state"), ReserveBytes = 0 }, _clock);
        _kernel = await KernelHost.StartAsync(new KernelModel(new KernelOptions(), [_files]), store, _clock, new Ids(), Stop);
        return _kernel.Signals.Subscribe(Caller.System, [ConfigurationFiles.Changed]);
    }

    /// <summary>The folder has told of a change, and nothing more comes.</summary>
    private async Task SettleAsync()
    {
        await _clock.WaitForSingleTimerAsync(s_settle, Stop).WaitAsync(TimeSpan.FromSeconds(30), Stop);
        _clock.Advance(s_settle);
    }

    private static async Task<RawJson> ReadAsync(SignalSubscription heard) =>
        (await heard.Signals.ReadAsync(Stop).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Stop)).Payload;

    private static string Text(RawJson payload, string member)
    {
        using var document = JsonDocument.Parse(payload.Utf8);
        return document.RootElement.GetProperty(member).GetString()!;
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);

    private sealed class Ids : IIdSource
    {
        public string NewUuid() => Guid.NewGuid().ToString();
    }
}
