using System.Text.RegularExpressions;
using Drover.Nodes.Services;
using Drover.Services.Clstat;
using Drover.Services.Tests.Nodes;
using Drover.Tests.Shared;

namespace Drover.Services.Tests.Clstat;

public sealed partial class ClstatFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cs");
    private readonly FakeNode _services = new("n1");
    private readonly ManualClock _clock = new();
    private readonly CapturedLog _log = new();

    private string FilePath => Path.Combine(_folder.FullName, "clinit", "clstat");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_file_is_written_into_a_folder_that_was_missing_and_readable_by_all()
    {
        _services.Show([Row("web", "", "CONFIGURED")], []);
        await using var file = await OpenAsync();
        Assert.Equal("Cluster::Init::Group web - CONFIGURED\n", File.ReadAllText(FilePath));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(FilePath));
        Assert.Equal([FilePath, FilePath + ".lock"], Directory.GetFiles(Path.GetDirectoryName(FilePath)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_change_is_written()
    {
        await using var file = await OpenAsync();
        _services.Show([Row("web", "1", "STOPPING")], []);
        await ShowsAsync("Cluster::Init::Group web 1 STOPPING\n");
        _services.Show([Row("web", "2", "STARTING")], []);
        await ShowsAsync("Cluster::Init::Group web 2 STARTING\n");
        _services.Show([], []);
        await ShowsAsync("");
    }

    [Fact]
    public async Task The_heartbeat_writes_it_anew_when_nothing_changes()
    {
        await using var file = await OpenAsync();
        for (var beat = 0; beat < 3; beat++)
        {
            File.Delete(FilePath);
            _clock.Advance(TimeSpan.FromSeconds(24));
            Assert.False(File.Exists(FilePath));
            _clock.Advance(TimeSpan.FromSeconds(1));
            await Soon.HoldsAsync(() => File.Exists(FilePath));
        }
    }

    [Fact]
    public async Task At_the_end_it_is_removed_and_not_written_again()
    {
        var file = await OpenAsync();
        await file.EndAsync(leavesServices: false);
        _services.Show([Row("web", "1", "DONE")], []);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await file.DisposeAsync();
        Assert.Equal([FilePath + ".lock"], Directory.GetFiles(Path.GetDirectoryName(FilePath)!));
    }

    [Fact]
    public async Task When_services_are_left_running_the_last_contents_stay()
    {
        var file = await OpenAsync();
        _services.Show([Row("web", "1", "DONE")], []);
        await file.EndAsync(leavesServices: true);
        Assert.Equal("Cluster::Init::Group web 1 DONE\n", File.ReadAllText(FilePath));
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_for_a_while_is_tried_again()
    {
        await using var file = await OpenAsync();
        var folder = Path.GetDirectoryName(FilePath)!;
        Directory.Delete(folder, recursive: true);
        File.WriteAllText(folder, "in the way");
        _services.Show([Row("web", "1", "DONE")], []);
        _clock.Advance(TimeSpan.FromSeconds(25));
        File.Delete(folder);
        _clock.Advance(TimeSpan.FromSeconds(25));
        await ShowsAsync("Cluster::Init::Group web 1 DONE\n");
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_at_the_start_is_told_and_tried_again()
    {
        var folder = Path.GetDirectoryName(FilePath)!;
        File.WriteAllText(folder, "in the way");
        await using var file = await OpenAsync();
        Assert.Contains(_log.Lines, line => line.Id == 1710 && line.Text.Contains(FilePath, StringComparison.Ordinal));
        File.Delete(folder);
        _clock.Advance(TimeSpan.FromSeconds(25));
        await ShowsAsync("");
        await Soon.HoldsAsync(() => _log.Lines.Any(line => line.Id == 1711));
    }

    [Fact]
    public async Task A_second_daemon_neither_writes_nor_removes_the_file_of_the_first_one_and_takes_its_place_later()
    {
        _services.Show([Row("web", "1", "DONE")], []);
        var first = await OpenAsync();
        var others = new FakeNode("n2");
        others.Show([Row("other", "2", "DONE")], []);
        var second = new ClstatFile(others, new ClstatOptions { Path = FilePath }, _clock, _log);
        await second.StartAsync();
        Assert.Contains(_log.Lines, line => line.Text.Contains("another daemon keeps it", StringComparison.Ordinal));
        await second.EndAsync(leavesServices: false);
        Assert.Equal("Cluster::Init::Group web 1 DONE\n", File.ReadAllText(FilePath));

        await using var third = new ClstatFile(others, new ClstatOptions { Path = FilePath }, _clock, _log);
        await third.StartAsync();
        await first.EndAsync(leavesServices: false);
        _clock.Advance(TimeSpan.FromSeconds(25));
        await ShowsAsync("Cluster::Init::Group other 2 DONE\n");
    }

    [Fact]
    public async Task What_a_crash_left_is_replaced_and_a_link_is_not_followed()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(FilePath)!);
        var victim = Path.Combine(_folder.FullName, "victim");
        File.WriteAllText(victim, "precious");
        File.CreateSymbolicLink(FilePath + ".new", victim);
        await using var file = await OpenAsync();
        Assert.Equal("precious", File.ReadAllText(victim));
        Assert.Equal("", File.ReadAllText(FilePath));
    }

    [Fact]
    public async Task A_reader_never_sees_an_empty_or_partial_file()
    {
        var names = Enumerable.Range(0, 50).Select(i => $"group{i:D2}").ToArray();
        _services.Show([.. names.Select(name => Row(name, "0", "DONE"))], []);
        await using var file = await OpenAsync();
        var switching = Task.Run(async () =>
        {
            for (var level = 1; level <= 200; level++)
            {
                foreach (var state in new[] { "STOPPING", "STARTING", "DONE" })
                {
                    _services.Show([.. names.Select(name => Row(name, $"{level}", state))], []);
                    await Task.Yield();
                }
            }
        });
        var reads = 0;
        while (!switching.IsCompleted || reads == 0)
        {
            Assert.Matches(FiftyLines(), File.ReadAllText(FilePath));
            reads++;
        }
        await switching;
        await Soon.HoldsAsync(() => File.ReadAllText(FilePath).StartsWith("Cluster::Init::Group group00 200 DONE\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_node_has_its_file_below_its_name_in_a_directory_that_all_share()
    {
        _services.Show([Row("web", "1", "DONE")], []);
        await using var file = new ClstatFile(_services, ClstatOptions.InDirectory(_folder.FullName, "n1"), _clock, _log);
        await file.StartAsync();
        Assert.True(File.Exists(Path.Combine(_folder.FullName, "n1/var/mosix-ha/clstat")));
    }

    [Fact]
    public async Task A_shared_directory_that_is_missing_is_not_made_but_waited_for()
    {
        var shared = Path.Combine(_folder.FullName, "mfs");
        await using var file = new ClstatFile(_services, ClstatOptions.InDirectory(shared, "n1"), _clock, _log);
        await file.StartAsync();
        Assert.Contains(_log.Lines, line => line.Id == 1710 && line.Text.Contains($"there is no directory {shared}", StringComparison.Ordinal));
        Assert.False(Directory.Exists(shared));
        Directory.CreateDirectory(shared);
        _clock.Advance(TimeSpan.FromSeconds(25));
        await Soon.HoldsAsync(() => File.Exists(Path.Combine(shared, "n1/var/mosix-ha/clstat")));
    }

    [Fact]
    public async Task A_link_in_a_shared_directory_leads_nowhere()
    {
        var elsewhere = _folder.CreateSubdirectory("elsewhere");
        _folder.CreateSubdirectory("mfs/n1");
        File.CreateSymbolicLink(Path.Combine(_folder.FullName, "mfs/n1/var"), elsewhere.FullName);
        await using var file = new ClstatFile(_services, ClstatOptions.InDirectory(Path.Combine(_folder.FullName, "mfs"), "n1"), _clock, _log);
        await file.StartAsync();
        Assert.Contains(_log.Lines, line => line.Id == 1710 && line.Text.Contains("mfs/n1/var is a link", StringComparison.Ordinal));
        Assert.Empty(elsewhere.GetFileSystemInfos());
    }

    [Theory, InlineData(".."), InlineData("."), InlineData(""), InlineData("a/b")]
    public void A_name_that_leads_out_of_the_shared_directory_is_refused(string node) =>
        Assert.Equal("CLSTAT_OPTIONS", Assert.Throws<DroverException>(() => ClstatOptions.InDirectory("/mfs", node)).Code);

    private static GroupRow Row(string group, string level, string state) => new("n1", group, level, level, state, state, null, 0, 1, 1, 0, []);

    private async Task<ClstatFile> OpenAsync()
    {
        var file = new ClstatFile(_services, new ClstatOptions { Path = FilePath }, _clock, _log);
        await file.StartAsync();
        return file;
    }

    private Task ShowsAsync(string contents) => Soon.HoldsAsync(() => File.Exists(FilePath) && File.ReadAllText(FilePath) == contents);

    [GeneratedRegex(@"\A(Cluster::Init::Group group\d\d \d+ (STOPPING|STARTING|DONE)\n){50}\z", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex FiftyLines();
}
