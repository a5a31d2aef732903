using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Drover.Web.Tests.Daemon;

/// <summary>A real droverd in directories of its own; it says itself, by <c>sd_notify</c>, when it is ready.</summary>
internal sealed partial class DaemonProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _errors;
    private readonly Task<string> _output;

    private DaemonProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        _output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public string Socket { get; private init; } = "";

    public int Id => _process.Id;

    /// <summary>Starts a daemon and waits until it is ready.</summary>
    public static async Task<DaemonProcess> StartAsync(string directory, params string[] options)
    {
        var notice = Path.Combine(directory, $"n{Guid.NewGuid():N}"[..8]);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(notice));
        var daemon = Launch(directory, notice, options);
        var buffer = new byte[100];
        var ready = listener.ReceiveAsync(buffer, TestContext.Current.CancellationToken).AsTask();
        if (await Task.WhenAny(ready, daemon._process.WaitForExitAsync(TestContext.Current.CancellationToken)).WaitAsync(s_patience) != ready)
            Assert.Fail(await daemon._errors);
        Assert.Equal("READY=1", Encoding.UTF8.GetString(buffer, 0, await ready));
        return daemon;
    }

    /// <summary>Runs a daemon that is expected to end by itself.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(string directory, params string[] options)
    {
        using var daemon = Launch(directory, null, options);
        return (await daemon.EndAsync(), await daemon._output, await daemon._errors);
    }

    public void Signal(int number) => Assert.Equal(0, Kill(_process.Id, number));

    /// <summary>Waits for the end and answers the exit code.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(s_patience);
        return _process.ExitCode;
    }

    public Task<string> ErrorsAsync() => _errors;

    public async Task<(int Status, JsonElement Body)> SendAsync(HttpMethod method, string path, string? body = null, string? trace = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectAsync });
        using var request = new HttpRequestMessage(method, "http://localhost" + path);
        if (body is not null)
            request.Content = new StringContent(body);
        if (trace is not null)
            request.Headers.Add("traceparent", trace);
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await TestDoor.ReadAsync(response));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken stop)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Socket), stop);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static DaemonProcess Launch(string directory, string? notice, string[] options)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "droverd"))
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            ArgumentList = { "--state", Path.Combine(directory, "s"), "--run", Path.Combine(directory, "r") },
        };
        foreach (var option in options)
            start.ArgumentList.Add(option);
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("DROVER_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment.Remove("NOTIFY_SOCKET");
        if (notice is not null)
            start.Environment["NOTIFY_SOCKET"] = notice;
        return new DaemonProcess(TimedProcess.Start(start)) { Socket = Path.Combine(directory, "r", "drover.sock") };
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
