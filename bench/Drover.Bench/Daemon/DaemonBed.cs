using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Drover.Bench.Daemon;

/// <summary>The real daemon as a process of its own.</summary>
internal sealed class DaemonBed : IAsyncDisposable
{
    private readonly Process _process;

    private DaemonBed(Process process, string root, TimeSpan startTook) => (_process, Root, StartTook) = (process, root, startTook);

    /// <summary>The root directory that Ganeti's tools are told; its last part is the node's name.</summary>
    public string Root { get; }

    /// <summary>From starting the process until <c>/readyz</c> said 200.</summary>
    public TimeSpan StartTook { get; }

    public int ProcessId => _process.Id;

    public string Luxi => Path.Combine(Root, "var/run/ganeti/socket/ganeti-query");

    public string Http => Path.Combine(Root, "drover.sock");

    /// <summary>The root of the repository.</summary>
    public static string Repository
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "Drover.slnx")))
                    return folder.FullName;
            throw new InvalidOperationException("The benchmark must be run from within the repository.");
        }
    }

    /// <summary>A file below <c>bin/</c> of the repository, such as <c>droverd</c>.</summary>
    public static string Binary(string name) => Path.Combine(Repository, "bin", name);

    /// <summary>Starts the daemon on a folder, which may hold the state of an earlier one.</summary>
    /// <param name="more">Further arguments.</param>
    public static async Task<DaemonBed> StartAsync(BenchRun run, string directory, params string[] more)
    {
        var daemon = run.Options.Daemon ?? Binary("droverd");
        if (!File.Exists(daemon))
            throw new InvalidOperationException($"{daemon} is not there; run 'make build' first, or name it with --daemon.");
        var root = Path.Combine(directory, "node1");
        Directory.CreateDirectory(root);
        var start = new ProcessStartInfo(daemon,
            ["--state", Path.Combine(root, "state"), "--run", root, "--ganeti-root", root, "--node", "node1", "--log-level", "warning", "--shutdown-grace", "0s", .. more])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        var watch = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.OutputDataReceived += (_, line) => errors.AppendLine(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        var http = Path.Combine(root, "drover.sock");
        while (!await IsReadyAsync(http))
        {
            if (process.HasExited || watch.Elapsed > TimeSpan.FromSeconds(60))
                throw new InvalidOperationException($"{daemon} did not become ready: {errors}");
            await Task.Delay(10);
        }
        return new DaemonBed(process, root, watch.Elapsed);
    }

    /// <summary>A client of its HTTP socket.</summary>
    public HttpClient OpenHttp() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(Http), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = new Uri("http://localhost") };

    /// <summary>A port of this machine that nobody listens on now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signals.Terminate(_process.Id);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }
        _process.Dispose();
    }

    private static async Task<bool> IsReadyAsync(string path)
    {
        if (!File.Exists(path))
            return false;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
            await socket.SendAsync("GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray());
            var reply = new byte[64];
            return await socket.ReceiveAsync(reply) >= 12 && reply.AsSpan(0, 12).SequenceEqual("HTTP/1.1 200"u8);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
