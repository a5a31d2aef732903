using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Drover.Bench.Daemon;
using Drover.LavaLoad;

namespace Drover.Bench.Lab;

/// <summary>The real daemon with LAVA's sockets, and workers of protocol 3 that are played here.</summary>
internal sealed class LavaBed : IAsyncDisposable
{
    private readonly DaemonBed _daemon;
    private readonly HttpClient _http;
    private long _submitted;

    private LavaBed(DaemonBed daemon, string master, string logs)
    {
        (_daemon, Master, Logs) = (daemon, master, logs);
        _http = daemon.OpenHttp();
    }

    public string Master { get; }

    public string Logs { get; }

    public int ProcessId => _daemon.ProcessId;

    public static async Task<LavaBed> StartAsync(BenchRun run)
    {
        var (master, logs) = ($"tcp://127.0.0.1:{DaemonBed.FreePort()}", $"tcp://127.0.0.1:{DaemonBed.FreePort()}");
        return new LavaBed(await DaemonBed.StartAsync(run, run.NewDirectory(), "--lava-master", master, "--lava-logs", logs), master, logs);
    }

    /// <summary>Workers that are connected, each with so many devices of the type board.</summary>
    public async Task<PlayedWorkers> ConnectAsync(int workers, int devicesEach)
    {
        var options = LoadOptions.Of(Master, Logs, workers, TimeSpan.FromSeconds(1));
        var played = new PlayedWorkers(options);
        played.Hello();
        UntilFinal(await SubmitAsync("""{"OP_ID":"OP_DEVICE_TYPE_ADD","name":"board"}"""));
        UntilFinal(await SubmitAsync(Enumerable.Range(0, workers * devicesEach).Select(number => string.Create(CultureInfo.InvariantCulture,
            $$"""{"OP_ID":"OP_DEVICE_ADD","name":"b{{number:0000}}","device_type":"board","worker":"{{options.Name}}{{number / devicesEach:000}}","health":"good"}"""))));
        return played;
    }

    /// <summary>Submits test jobs, no two with the same definition; answers their ids. They are durable then.</summary>
    public Task<List<long>> SubmitJobsAsync(int count) => SubmitAsync(Enumerable.Range(0, count).Select(_ =>
        $"{{\"OP_ID\":\"OP_TEST_JOB_RUN\",\"definition\":{JsonSerializer.Serialize(Definition(_submitted++))}}}"));

    /// <summary>Waits until jobs are over.</summary>
    /// <exception cref="InvalidOperationException">One of them has not succeeded.</exception>
    public void UntilFinal(IEnumerable<long> jobs)
    {
        using var client = new LuxiClient(_daemon.Luxi);
        foreach (var job in jobs)
            client.WaitForSuccess(job);
    }

    /// <summary>How many test jobs are in a state, as the daemon knows it.</summary>
    public async Task<int> CountAsync(string state)
    {
        using var answer = await _http.GetAsync(new Uri($"/v1/query/test-job?fields=id&filter={Uri.EscapeDataString($"state == \"{state}\"")}", UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        using var document = answer.IsSuccessStatusCode ? JsonDocument.Parse(text) : throw new InvalidOperationException(text);
        return document.RootElement.GetProperty("rows").GetArrayLength();
    }

    /// <summary>The log of a test job as it is served, or what it has so far to be followed.</summary>
    public async Task<Stream> OpenLogAsync(long job, bool follow)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"/v1/logs/test-job%2F{job.ToString(CultureInfo.InvariantCulture)}{(follow ? "?offset=0" : "")}", UriKind.Relative));
        if (follow)
            request.Headers.Accept.ParseAdd("text/event-stream");
        var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStreamAsync() : throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Lines of the log of a test job, as it is served.</summary>
    public async Task<int> CountLinesAsync(long job)
    {
        await using var log = await OpenLogAsync(job, follow: false);
        var (buffer, lines) = (new byte[1 << 16], 0);
        while (await log.ReadAsync(buffer) is > 0 and var got)
            lines += buffer.AsSpan(0, got).Count((byte)'\n');
        return lines;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _daemon.DisposeAsync();
    }

    private async Task<List<long>> SubmitAsync(params IEnumerable<string> opcodes)
    {
        using var body = new StringContent($"{{\"jobs\":[{string.Join(',', opcodes.Select(opcode => $"{{\"ops\":[{opcode}]}}"))}]}}", Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri("/v1/jobs", UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        if (answer.StatusCode != HttpStatusCode.Created)
            throw new InvalidOperationException(text);
        using var document = JsonDocument.Parse(text);
        return [.. document.RootElement.GetProperty("jobs").EnumerateArray().Select(job => job.TryGetProperty("id", out var id) ? id.GetInt64() : throw new InvalidOperationException(job.GetRawText()))];
    }

    private static string Definition(long number) => string.Create(CultureInfo.InvariantCulture, $$"""
        job_name: bench {{number}}
        device_type: board
        priority: medium
        visibility: public
        timeouts:
          job: {minutes: 30}
          action: {minutes: 5}
        metadata: {build: {{number}}, branch: main}
        actions:
        - deploy:
            to: tmpfs
            images:
              rootfs: {url: http://images.example.org/board/{{number}}/rootfs.img.gz, compression: gz}
            timeout: {minutes: 10}
        - boot:
            method: qemu
            prompts: ['root@board:']
        - test:
            definitions:
            - {repository: http://git.example.org/tests.git, from: git, path: smoke.yaml, name: smoke}

        """);
}
