using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Drover.Acceptance.Running;

/// <summary>HTTP over the daemon's UNIX socket.</summary>
internal sealed class HttpDoor : IDisposable
{
    private readonly HttpClient _client;

    internal HttpDoor(string socket) => _client = new HttpClient(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) =>
        {
            var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
            return new NetworkStream(connection, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri("http://localhost"), Timeout = Command.Longest,
    };

    internal (int Status, string Body) Get(string path) => Send(HttpMethod.Get, path, null).GetAwaiter().GetResult();

    internal (int Status, string Body) Post(string path, string body) => Send(HttpMethod.Post, path, body).GetAwaiter().GetResult();

    internal async Task<(int Status, string Body)> Send(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _client.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Submits one job and gives its id.</summary>
    internal long Submit(string opcode)
    {
        var (status, body) = Post("/v1/jobs", $$"""{"ops":[{{opcode}}]}""");
        Assert.True(status == 201, $"{status} {body}");
        return (long)JsonNode.Parse(body)!["id"]!;
    }

    /// <summary>A job that takes this long, without any lock.</summary>
    internal long SubmitDelay(double seconds, string more = "") =>
        Submit(FormattableString.Invariant($$"""{"OP_ID":"OP_TEST_DELAY","duration":{{seconds}}{{more}}}"""));

    /// <summary>A job that holds the lock of the node for this long.</summary>
    internal long SubmitLocked(double seconds) => SubmitDelay(seconds, ",\"no_locks\":false");

    internal JsonNode Job(long id)
    {
        var (status, body) = Get($"/v1/jobs/{id}");
        Assert.True(status == 200, $"{status} {body}");
        return JsonNode.Parse(body)!;
    }

    internal string Status(long id) => (string)Job(id)["status"]!;

    /// <summary>Waits until the job has left this state.</summary>
    internal string WaitWhile(long id, string state)
    {
        string status;
        do
        {
            var (code, body) = Get($"/v1/jobs/{id}/wait?status={state}&timeout=60");
            Assert.True(code == 200, $"{code} {body}");
            status = (string)JsonNode.Parse(body)!["status"]!;
        }
        while (status == state);
        return status;
    }

    /// <summary>Waits until the job is in this state; fails when it has ended in another one.</summary>
    internal void WaitFor(long id, string state)
    {
        for (var status = Status(id); status != state; status = WaitWhile(id, status))
            Assert.DoesNotContain(status, (string[])["success", "error", "canceled"]);
    }

    /// <summary>Waits until the job has ended, and says how.</summary>
    internal string WaitForEnd(long id)
    {
        var status = Status(id);
        while (status is not ("success" or "error" or "canceled"))
            status = WaitWhile(id, status);
        return status;
    }

    public void Dispose() => _client.Dispose();
}
