using Drover.Agent.Accounts;
using Drover.Nodes;
using Drover.Nodes.Accounts;
using Drover.Tests.Shared;

namespace Drover.Agent.Tests.Accounts;

/// <summary>Account files of a small machine in a folder of their own, and who looks after them.</summary>
internal sealed class AccountFolder : IAsyncDisposable
{
    public const string Hash = "$6$saltsalt$abcdefghijklmnopqrstuvwxyzABCDEF";

    private readonly string _folder = Directory.CreateTempSubdirectory("drover-accounts-").FullName;
    private int _steps;

    public AccountFolder(TimeProvider? clock = null)
    {
        Directory.CreateDirectory(Etc);
        Write("passwd", "root:x:0:0:root:/root:/bin/bash\ndaemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin\nuucp:x:10:10:uucp:/var/spool/uucp:/usr/sbin/nologin\n");
        Write("shadow", "root:*:19000:0:99999:7:::\ndaemon:*:19000:0:99999:7:::\nuucp:*:19000:0:99999:7:::\n");
        Write("group", "root:x:0:\ndaemon:x:1:\nuucp:x:10:\nusers:x:100:\nadmins:x:301:\n");
        Write("gshadow", "root:*::\ndaemon:*::\nuucp:*::\nusers:*::\nadmins:!::\n");
        Write("shells", "# shells\n/bin/sh\n/bin/bash\n");
        File.SetUnixFileMode(PathOf("shadow"), (UnixFileMode)0b110_100_000);
        Clock = clock ?? TimeProvider.System;
        Options = new AccountOptions { Node = "node", Directory = Etc, GroupsFile = PathOf("drover/groups"), RecordFile = Path.Combine(_folder, "record"), LockTime = TimeSpan.FromSeconds(5), SettleTime = TimeSpan.FromMilliseconds(50) };
        Accounts = new LocalAccounts(Options, Clock, Log);
    }

    public TimeProvider Clock { get; }

    public AccountOptions Options { get; }

    public LocalAccounts Accounts { get; }

    public CapturedLog Log { get; } = new();

    public string Etc => Path.Combine(_folder, "etc");

    public string PathOf(string name) => Path.Combine(Etc, name);

    public void Write(string name, string text) => File.WriteAllText(PathOf(name), text);

    public string Read(string name) => File.Exists(PathOf(name)) ? File.ReadAllText(PathOf(name)) : "";

    public string? Line(string file, string name) => Read(file).Split('\n').SingleOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal));

    public Task<AccountAnswer> TryAsync(params AccountChange[] changes) => Accounts.ChangeAsync(new NodeCommand(1, new CommandKey(1, 0, _steps++)), changes, TestContext.Current.CancellationToken);

    public async Task<IReadOnlyList<string>> DoAsync(params AccountChange[] changes)
    {
        var answer = await TryAsync(changes);
        Assert.Null(answer.Refusal);
        return answer.Lines;
    }

    public async Task<string> RefuseAsync(AccountRefusalKind kind, params AccountChange[] changes)
    {
        var before = Directory.GetFiles(Etc).ToDictionary(path => path, File.ReadAllText);
        var answer = await TryAsync(changes);
        Assert.Equal(kind, answer.Refusal?.Kind);
        foreach (var (path, text) in before)
            Assert.Equal(text, File.ReadAllText(path));
        return answer.Refusal!.Text;
    }

    public async ValueTask DisposeAsync()
    {
        await Accounts.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
