using System.Diagnostics;
using Drover.Agent.Native;
using Drover.Agent.Shares;
using Drover.Agent.Shares.Rules;
using Drover.Nodes.Shares;
using Drover.Tests.Shared;

namespace Drover.Agent.Tests.Shares;

/// <summary>A directory with ACLs that a test does as it likes in, with groups that no machine has.</summary>
internal sealed class ScratchTree : IDisposable
{
    public const uint Admins = 70_001, Acl = 70_002, WebServer = 70_003, Users = 70_004, Members = 70_010, Guests = 70_011, Responsibles = 70_012, User = 70_100;

    private readonly CapturedLog _log = new();

    private ScratchTree(string top, ShareOptions? options)
    {
        Top = top;
        Shares = new LinuxShares(options ?? new ShareOptions(), TimeProvider.System, _log, new Accounts());
        Root = Path.Combine(top, "tree");
        Directory.CreateDirectory(Root);
    }

    /// <summary>A directory for what lies outside of the tree.</summary>
    public string Top { get; }

    public string Root { get; }

    public LinuxShares Shares { get; }

    public IReadOnlyList<CapturedLine> Lines => _log.Lines;

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static ShareGroups Groups { get; } = new(new("admins", Admins), new("acl", Acl), new("www-data", WebServer), new("users", Users))
    {
        Members = new("g", Members),
        Guests = new("gst-g", Guests),
        Responsibles = new("rsp-g", Responsibles),
    };

    /// <summary>What the accounts of the tests are: <c>joe</c> and <c>staff</c>.</summary>
    public static IAccountNumbers AccountNumbers { get; } = new Accounts();

    public ShareSpec Shared => new(ShareKind.SharedDirectory, "g", Root, Groups);

    public ShareSpec Home => new(ShareKind.Home, "u", Root, Groups) { Owner = User };

    /// <summary>A new one; skips the test where it cannot be had.</summary>
    /// <param name="below">Where; null for where temporary files are.</param>
    /// <param name="options">How trees are watched.</param>
    public static async Task<ScratchTree> CreateAsync(string? below = null, ShareOptions? options = null)
    {
        Assert.SkipUnless(Libc.EffectiveUser() == 0, "Only root can give files away.");
        var top = below is null ? Directory.CreateTempSubdirectory("drover-shares-") : Directory.CreateDirectory(Path.Combine(below, Path.GetRandomFileName()));
        var tree = new ScratchTree(top.FullName, options);
        if (await RunAsync("setfacl", "-m", "g:70001:rwx", tree.Top) is (0, _))
            return tree;
        tree.Dispose();
        Assert.Skip("The file system of temporary files has no ACLs, or setfacl is missing.");
        return null!;
    }

    public string At(string path) => path == "." ? Root : Path.Combine(Root, path);

    public string AddDirectory(string path) => Directory.CreateDirectory(At(path)).FullName;

    public string AddFile(string path, int mode = 0b110_100_100)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(At(path))!);
        File.WriteAllText(At(path), path);
        File.SetUnixFileMode(At(path), (UnixFileMode)mode);
        return At(path);
    }

    /// <summary>Checks all of it, in pieces of this many entries.</summary>
    public async Task<ShareReport> CheckAsync(ShareSpec share, bool apply = true, int piece = 20_000)
    {
        var sum = new ShareReport(0, 0, 0, null);
        string? from = null;
        do
        {
            var next = await Shares.CheckAsync(share, new ShareCheck(apply) { From = from, MostEntries = piece }, Token);
            sum = new ShareReport(sum.Entries + next.Entries, sum.Wrong + next.Wrong, sum.Changed + next.Changed, null)
            {
                Refusal = next.Refusal,
                Differences = [.. sum.Differences, .. next.Differences],
                Problems = [.. sum.Problems, .. next.Problems],
                Complaints = next.Complaints,
            };
            from = next.Next;
        }
        while (from is not null);
        return sum;
    }

    /// <summary>Owner and ACLs as another program sees them: <c>USER:GROUP ACL</c>, and behind a bar the default ACL.</summary>
    public async Task<string> LookAsync(string path) => await LookAtAsync(At(path));

    public static async Task<string> LookAtAsync(string path)
    {
        var (code, text) = await RunAsync("getfacl", "-n", "-p", path);
        Assert.Equal(0, code);
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0]).ToList();
        var acl = lines.Where(line => line[0] != '#' && !line.StartsWith("default:", StringComparison.Ordinal));
        var @default = lines.Where(line => line.StartsWith("default:", StringComparison.Ordinal)).Select(line => line["default:".Length..]).ToList();
        return $"{lines[1]["# owner: ".Length..]}:{lines[2]["# group: ".Length..]} {string.Join(',', acl)}{(@default.Count > 0 ? " | " + string.Join(',', @default) : "")}";
    }

    public static async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = TimedProcess.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true });
            var error = process.StandardError.ReadToEndAsync(Token);
            var output = await process.StandardOutput.ReadToEndAsync(Token);
            await process.WaitForExitAsync(Token);
            return (process.ExitCode, output + await error);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (127, e.Message);
        }
    }

    /// <summary>Watches the tree; skips the test where it cannot be watched so.</summary>
    public async Task WatchAsync(ShareSpec share, ShareWatchWay way)
    {
        if (await Shares.WatchAsync(share, way, Token) is { } problem)
            Assert.Skip(problem);
    }

    /// <summary>How it stands with the tree.</summary>
    public async Task<ShareStatus> StatusAsync() => Assert.Single(await Shares.StatusAsync(Token));

    /// <summary>Waits until all is right, as a plan sees it, and nothing waits to be looked at.</summary>
    public async Task RightAsync(ShareSpec share)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var since = TimeProvider.System.GetTimestamp();
        while (await CheckAsync(share, apply: false) is var plan && (plan.Wrong > 0 || await StatusAsync() is { IsDirty: true } or { Backlog: > 0 }))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromMinutes(1), $"Not right within a minute: {string.Join("; ", plan.Differences.Take(3))}");
            await pause.WaitForNextTickAsync(Token);
        }
    }

    public void Dispose()
    {
        Shares.Dispose();
        // Names that are no text can be deleted by bytes only.
        using var process = TimedProcess.Start("rm", "-rf", Top);
        process.WaitForExit();
    }

    private sealed class Accounts : IAccountNumbers
    {
        public uint? User(string name) => name == "joe" ? 70_200 : null;

        public uint? Group(string name) => name == "staff" ? 70_201 : null;
    }
}
