using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Drover.Lab.Callbacks;
using Drover.LavaWeb.Notify;
using Drover.Tests.Shared;

namespace Drover.LavaWeb.Tests.Notify;

/// <summary>Calls that notify of test jobs, to a receiver on this machine.</summary>
public sealed class CallbackTests
{
    [Fact]
    public async Task A_finished_job_is_told_as_JSON_with_log_and_results()
    {
        using var receiver = new Receiver();
        await using var site = await LavaSite.StartAsync();
        await site.AddUsersAsync();
        var id = await site.SubmitAsAsync(Clients.Ada, Notifying(receiver, "finished", "method: POST, token: s3cret, dataset: all, content-type: json"));
        await site.RunAsync(id);
        await TellAsync(site);
        var (head, body) = await receiver.TakeAsync("200 OK");
        Assert.StartsWith("POST /hook HTTP/1.1", head, StringComparison.Ordinal);
        Assert.Contains("Authorization: s3cret\r\n", head, StringComparison.OrdinalIgnoreCase);
        var told = body.Parsed();
        Assert.Equal((id, 2, "complete", 5, "Finished", 1, "Complete"), (told.GetProperty("id").GetInt64(), told.GetProperty("status").GetInt32(), told.GetProperty("status_string").GetString()!,
            told.GetProperty("state").GetInt32(), told.GetProperty("state_string").GetString()!, told.GetProperty("health").GetInt32(), told.GetProperty("health_string").GetString()!));
        Assert.Equal("s3cret", told.GetProperty("token").GetString());
        Assert.Equal("ada", told.GetProperty("submitter_username").GetString());
        Assert.Equal(JsonValueKind.Null, told.GetProperty("failure_comment").ValueKind);
        Assert.Equal(3, told.GetProperty("log").GetString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("12.5000000000", told.GetProperty("results").GetProperty("0_smoke").GetString(), StringComparison.Ordinal);
        await UntilAsync(site, $"{id} \"sent\" 1 \"HTTP 200\"");
    }

    [Fact]
    public async Task Running_and_finished_are_told_in_forms_with_the_address_filled_in()
    {
        using var receiver = new Receiver();
        await using var site = await LavaSite.StartAsync();
        await site.AddUsersAsync();
        var id = await site.SubmitAsAsync(Clients.Ada, Notifying(receiver, "all", "method: POST", "hook/{ID}/{ STATUS_STRING }/{OTHER}"));
        await site.RunAsync(id);
        await TellAsync(site);
        var running = await receiver.TakeAsync("204 No Content");
        await Soon.HoldsAsync(() => site.Kernel.State.Objects.All(Callback.Kind).Count() == 1);
        site.Clock.Advance(TimeSpan.FromSeconds(1));
        var finished = await receiver.TakeAsync("204 No Content");
        Assert.Equal([$"POST /hook/{id}/running/%7BOTHER%7D HTTP/1.1", $"POST /hook/{id}/complete/%7BOTHER%7D HTTP/1.1"], new[] { running, finished }.Select(call => call.Head.Split("\r\n")[0]));
        Assert.Contains("&end_time=None&", running.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("failure_comment", running.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_receiver_that_fails_is_called_again_after_a_while_also_after_a_restart()
    {
        using var receiver = new Receiver();
        await using var site = await LavaSite.StartAsync();
        await site.AddUsersAsync();
        var id = await site.SubmitAsAsync(Clients.Ada, Notifying(receiver, "complete", "method: GET"));
        await site.RunAsync(id);
        await TellAsync(site);
        Assert.StartsWith("GET /hook HTTP/1.1", (await receiver.TakeAsync("503 Busy")).Head, StringComparison.Ordinal);
        await UntilAsync(site, $"{id} \"waiting\" 1 \"HTTP 503\"");
        await site.RestartAsync();
        await TellAsync(site);
        Assert.False(receiver.IsCalled);
        site.Clock.Advance(TimeSpan.FromSeconds(11));
        await TellAsync(site);
        await receiver.TakeAsync("200 OK");
        await Soon.HoldsAsync(() => !site.Kernel.State.Objects.All(Callback.Kind).Any());
        await UntilAsync(site, $"{id} \"sent\" 2 \"HTTP 200\"");
    }

    [Fact]
    public async Task What_a_receiver_refuses_is_called_no_more()
    {
        using var receiver = new Receiver();
        await using var site = await LavaSite.StartAsync();
        await site.AddUsersAsync();
        var id = await site.SubmitAsAsync(Clients.Ada, Notifying(receiver, "finished", "method: GET"));
        await site.RunAsync(id);
        await TellAsync(site);
        await receiver.TakeAsync("401 No");
        await UntilAsync(site, $"{id} \"failed\" 1 \"HTTP 401\"");
    }

    [Fact]
    public async Task A_job_that_ends_otherwise_is_not_told_and_one_whose_url_is_none_is_refused()
    {
        using var receiver = new Receiver();
        await using var site = await LavaSite.StartAsync();
        await site.AddUsersAsync();
        var id = await site.SubmitAsAsync(Clients.Ada, Notifying(receiver, "incomplete", "method: GET"));
        await site.RunAsync(id);
        Assert.Empty(await site.RowsAsync("callback", "job"));
        var fault = await site.RpcAsync(Clients.Ada, "scheduler.jobs.submit", Clients.Text(LavaSite.Definition + "notify: {criteria: {status: finished}, callback: {url: 'file:///etc/passwd'}}\n"));
        Assert.Contains("begins with http:// or https://", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("fe80::1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("192.168.1.1", true)]
    [InlineData("2001:db8::1", true)]
    public void Of_hosts_that_nobody_has_named_this_machine_and_its_links_are_not_called(string address, bool isOutside) => Assert.Equal(isOutside, CallbackClient.IsOutside(IPAddress.Parse(address)));

    private static string Notifying(Receiver receiver, string status, string more, string path = "hook") =>
        LavaSite.Definition + $"notify:\n  criteria: {{status: {status}}}\n  callback: {{url: 'http://127.0.0.1:{receiver.Port}/{path}', {more}}}\n";

    /// <summary>The time of the next look at what is to be called.</summary>
    private static async Task TellAsync(LavaSite site)
    {
        await Soon.HoldsAsync(() => site.Kernel.State.Objects.All(Callback.Kind).Any());
        site.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    private static async Task UntilAsync(LavaSite site, string row)
    {
        await Soon.HoldsAsync(() => site.Kernel.State.Objects.All(Callback.Kind).All(callback => callback.Attempts > 0));
        Assert.Equal([row], await site.RowsAsync("callback", "job", "state", "attempts", "outcome"));
    }

    /// <summary>Takes one call after the other and answers each when the test says so.</summary>
    private sealed class Receiver : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

        public Receiver() => _listener.Start();

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public bool IsCalled => _listener.Pending();

        public async Task<(string Head, string Body)> TakeAsync(string status)
        {
            using var client = await _listener.AcceptTcpClientAsync(LavaSite.Stop);
            var stream = client.GetStream();
            var text = new StringBuilder();
            var bytes = new byte[64 << 10];
            while (!IsWhole(text.ToString()))
                text.Append(Encoding.UTF8.GetString(bytes.AsSpan(0, await stream.ReadAsync(bytes, LavaSite.Stop))));
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), LavaSite.Stop);
            var parts = text.ToString().Split("\r\n\r\n", 2);
            return (parts[0] + "\r\n", parts[1]);
        }

        public void Dispose() => _listener.Dispose();

        private static bool IsWhole(string text)
        {
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
                return false;
            var length = text[..end].Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } line ? int.Parse(line["Content-Length:".Length..], System.Globalization.CultureInfo.InvariantCulture) : 0;
            return Encoding.UTF8.GetByteCount(text[(end + 4)..]) >= length;
        }
    }
}
