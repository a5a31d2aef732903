using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Drover.FleetLoad;

/// <summary>Has nodes invited by the daemon, over its HTTP socket.</summary>
internal static class Invitations
{
    private const int AtOnce = 250;

    /// <summary>The secret of each node, in their order.</summary>
    /// <exception cref="InvalidOperationException">The daemon has not done it.</exception>
    public static async Task<List<string>> SendAsync(string socket, IReadOnlyList<string> nodes)
    {
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
                return new NetworkStream(connection, ownsSocket: true);
            },
        })
        { BaseAddress = new Uri("http://localhost") };
        List<string> secrets = [.. nodes.Select(_ => RandomNumberGenerator.GetHexString(32, lowercase: true))];
        foreach (var chunk in nodes.Zip(secrets).Chunk(AtOnce))
            await SendAsync(http, chunk);
        return secrets;
    }

    private static async Task SendAsync(HttpClient http, (string Node, string Secret)[] nodes)
    {
        var opcodes = nodes.Select(node => $$"""{"OP_ID":"OP_AGENT_INVITE","node":"{{node.Node}}","hash":"{{SecretHash.Of(node.Secret)}}"}""");
        using var body = new StringContent($"{{\"jobs\":[{{\"ops\":[{string.Join(',', opcodes)}]}}]}}", Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("/v1/jobs", UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        using var submitted = answer.IsSuccessStatusCode ? JsonDocument.Parse(text) : throw new InvalidOperationException(text);
        var id = submitted.RootElement.GetProperty("jobs")[0].GetProperty("id").GetInt64();
        using var end = await http.GetAsync(new Uri($"/v1/jobs/{id}/follow", UriKind.Relative));
        var said = await end.Content.ReadAsStringAsync();
        if (!end.IsSuccessStatusCode || !said.Contains("\"success\"", StringComparison.Ordinal))
            throw new InvalidOperationException(said);
    }
}
