using System.Text;
using Drover.Agent.Accounts;
using Drover.Directories.Passwords;
using Drover.Kernel;
using Drover.Kernel.Jobs;
using Drover.Kernel.Queries;
using Drover.Nodes;
using Drover.Storage;
using Drover.Tests.Shared;

namespace Drover.Directories.Tests;

/// <summary>A kernel with the accounts of one node, n1, in files of a folder; and a node n2 whose accounts nobody looks after.</summary>
internal sealed class DirectoryHost : IAsyncDisposable
{
    private static readonly Caller s_operator = Caller.User(1000, Role.Operator);

    private readonly string _directory = Directory.CreateTempSubdirectory("drover-directory-").FullName;
    private LocalAccounts _accounts = null!;

    public PasswordSeal Seal { get; } = new(new byte[32]);

    public KernelHost Kernel { get; private set; } = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<DirectoryHost> StartAsync()
    {
        var host = new DirectoryHost();
        Directory.CreateDirectory(host.PathOf(""));
        host.Write("passwd", "root:x:0:0:root:/root:/bin/bash\n");
        host.Write("shadow", "root:*:19000:0:99999:7:::\n");
        host.Write("group", "root:x:0:\nusers:x:100:\nadmins:x:301:\n");
        host.Write("gshadow", "root:*::\nusers:*::\nadmins:!::\n");
        host._accounts = new LocalAccounts(
            new AccountOptions { Node = "n1", Directory = host.PathOf(""), GroupsFile = host.PathOf("drover-groups"), RecordFile = Path.Combine(host._directory, "record"), SettleTime = TimeSpan.FromMilliseconds(20) }, TimeProvider.System);
        await host._accounts.StartAsync(Token);
        var nodes = new NodeList(new OwnNode("n1", null!, null!, null!, null!) { Accounts = host._accounts }, new OwnNode("n2", null!, null!, null!, null!));
        var store = SqliteStore.Open(new SqliteStoreOptions { Directory = Path.Combine(host._directory, "state"), ReserveBytes = 0 }, TimeProvider.System);
        host.Kernel = await KernelHost.StartAsync(new KernelModel(new KernelOptions(), [new DirectoryDomain(nodes, host.Seal)]), store, TimeProvider.System, new KernelJobs.Ids(), Token);
        return host;
    }

    public string PathOf(string file) => Path.Combine(_directory, "etc", file);

    public string Read(string file) => File.ReadAllText(PathOf(file));

    public void Write(string file, string text) => File.WriteAllText(PathOf(file), text);

    /// <summary>Submits a job of one opcode; its end.</summary>
    public async Task<(JobStatus Status, string Result, string[] Log)> DoAsync(string opcode)
    {
        var id = (await Kernel.SubmitAsync(Encoding.UTF8.GetBytes(opcode), s_operator)).Id;
        var job = await Kernel.EndAsync(id);
        using var reader = Kernel.ReadStore();
        return (job.Status, job.Ops[0].Result.ToString(), [.. reader.Logs(id).Select(line => Encoding.UTF8.GetString(line.Content.Span))]);
    }

    public async Task<string[][]> QueryAsync(string resource, string fields)
    {
        using var look = Kernel.Look(Caller.System);
        var result = await Kernel.Model.Resources.Get(resource).QueryAsync(look, new QueryRequest(fields.Split(','), null), Token);
        return [.. result.Rows.Select(row => row.Select(cell => cell.ToString()).ToArray())];
    }

    /// <summary>All bytes that the store has on the disk.</summary>
    public string Stored() => string.Concat(Directory.GetFiles(Path.Combine(_directory, "state"), "*.db*").Select(path =>
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, Encoding.Latin1);
        return reader.ReadToEnd();
    }));

    public async ValueTask DisposeAsync()
    {
        await Kernel.DisposeAsync();
        await _accounts.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}
