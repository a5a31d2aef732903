using System.Text;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Faults;

/// <summary>Clients that are slow, half dead or talk nonsense. Others go on being served.</summary>
public sealed class LuxiAbuseTests : IDisposable
{
    private const int Many = 2_000;
    private const byte EndOfMessage = 3;

    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Two_thousand_half_open_and_slow_connections_harm_nobody_and_are_cut()
    {
        using var daemon = Daemon.Start(_sandbox, "--luxi-connections", $"{Many + 100}", "--luxi-frame-time", "3s");
        var slow = new List<LuxiClient>();
        var silent = new List<LuxiClient>();
        try
        {
            for (var i = 0; i < Many / 2; i++)
            {
                silent.Add(daemon.Luxi());
                slow.Add(daemon.Luxi());
                slow[i].Send("""{"method": "QueryConf"""u8);
            }
            Assert.Equal(["id"], daemon.Gnt("gnt-job", "list-fields", "id").Expect(0).Lines[1..].Select(line => line.Split(' ')[0]));
            Assert.Equal("success", daemon.Http.WaitForEnd(daemon.Http.SubmitDelay(0.01)));
            // Waits for the end of each: one that is never cut fails by the time limit of the client.
            foreach (var client in slow)
                ExpectEnd(client);
            // Who says nothing may stay, and is served when he speaks.
            Assert.NotNull(silent[^1].Call("QueryConfigValues", new System.Text.Json.Nodes.JsonArray("cluster_name")));
        }
        finally
        {
            slow.ForEach(client => client.Dispose());
            silent.ForEach(client => client.Dispose());
        }
        Assert.Equal(200, daemon.Http.Get("/readyz").Status);
    }

    [Fact]
    public void Connections_above_the_limit_are_refused_and_places_that_get_free_are_given_again()
    {
        const int Limit = 50;
        using var daemon = Daemon.Start(_sandbox, "--luxi-connections", $"{Limit}");
        var clients = Enumerable.Range(0, Limit).Select(_ => daemon.Luxi()).ToList();
        foreach (var client in clients)
            client.Call("QueryTags", "cluster", "");
        using (var tooMany = daemon.Luxi())
        {
            Assert.Contains("Too many clients", tooMany.Receive(), StringComparison.Ordinal);
            ExpectEnd(tooMany);
        }
        clients.ForEach(client => client.Dispose());
        var served = false;
        for (var attempt = 0; !served && attempt < 10_000; attempt++)
        {
            using var client = daemon.Luxi();
            served = AnswerOf(client)?.Contains("[]", StringComparison.Ordinal) == true;
        }
        Assert.True(served, "No place became free again.");
    }

    [Fact]
    public void Nonsense_gets_an_error_answer_and_the_connection_is_closed()
    {
        using var daemon = Daemon.Start(_sandbox);
        foreach (var message in (string[])["hello", "", "[1,2]", """{"method":"NoSuchMethod","args":[]}""", """{"args":[]}"""])
        {
            using var client = daemon.Luxi();
            var answer = client.Raw(message);
            Assert.NotNull(answer);
            Assert.Contains("\"success\":false", answer.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.Contains("Failed to parse request", answer, StringComparison.Ordinal);
            Assert.Null(client.Receive());
            using var other = daemon.Luxi();
            other.Call("QueryTags", "cluster", "");
        }
    }

    [Fact]
    public void A_frame_above_the_limit_is_refused_before_it_is_all_there()
    {
        using var daemon = Daemon.Start(_sandbox, "--luxi-frame", "1M");
        using var client = daemon.Luxi();
        var piece = Encoding.UTF8.GetBytes(new string('x', 64 * 1024));
        var cut = false;
        for (var sent = 0; sent < 64 && !cut; sent++)
        {
            try
            {
                client.Send(piece);
            }
            catch (System.Net.Sockets.SocketException)
            {
                cut = true;
            }
        }
        if (!cut)
            ExpectEnd(client);
        using var other = daemon.Luxi();
        other.Call("QueryTags", "cluster", "");
    }

    [Fact]
    public void Deep_JSON_is_refused()
    {
        using var daemon = Daemon.Start(_sandbox);
        using var client = daemon.Luxi();
        var answer = client.Raw("{\"method\":\"SubmitJob\",\"args\":" + new string('[', 5_000) + new string(']', 5_000) + "}");
        Assert.NotNull(answer);
        Assert.Contains("\"success\":false", answer.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        using var other = daemon.Luxi();
        other.Call("QueryTags", "cluster", "");
    }

    [Fact]
    public void Random_bytes_do_no_harm()
    {
        const int Seed = 4711;
        var random = new Random(Seed);
        using var daemon = Daemon.Start(_sandbox);
        for (var i = 0; i < 200; i++)
        {
            using var client = daemon.Luxi();
            var bytes = new byte[random.Next(1, 4_000)];
            random.NextBytes(bytes);
            bytes[^1] = EndOfMessage;
            try
            {
                client.Send(bytes);
                client.Receive();
            }
            catch (System.Net.Sockets.SocketException)
            {
                // It may close while we still talk.
            }
        }
        using var other = daemon.Luxi();
        Assert.NotNull(other.Call("QueryTags", "cluster", ""));
        Assert.Equal(200, daemon.Http.Get("/readyz").Status);
    }

    [Fact]
    public void A_client_that_never_reads_its_answers_holds_up_nobody()
    {
        using var daemon = Daemon.Start(_sandbox);
        using var deaf = daemon.Luxi();
        for (var i = 0; i < 200; i++)
            deaf.Send([.. Encoding.UTF8.GetBytes(LuxiClient.Request("QueryClusterInfo")), EndOfMessage]);
        using var other = daemon.Luxi();
        for (var i = 0; i < 50; i++)
            other.Call("QueryClusterInfo");
        Assert.Equal("success", daemon.Http.WaitForEnd(daemon.Http.SubmitDelay(0.01)));
    }

    // Reads what is still said until the daemon closes the connection.
    private static void ExpectEnd(LuxiClient client)
    {
        while (client.Receive() is not null)
        {
        }
    }

    private static string? AnswerOf(LuxiClient client)
    {
        try
        {
            return client.Raw(LuxiClient.Request("QueryTags", "cluster", ""));
        }
        catch (System.Net.Sockets.SocketException)
        {
            return null;
        }
    }
}
