using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Drover.Web.Tests.Doors;

/// <summary>Requests that the web server turns away before anybody of the site sees them, byte for byte.</summary>
public sealed class RejectionTests
{
    [Theory]
    [InlineData("GET /livez\r\n\r\n", 400)]
    [InlineData("GET /livez HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET /livez HTTP/9.9\r\nHost: localhost\r\n\r\n", 505)]
    [InlineData("GET /livez HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n", 400)]
    [InlineData("POST /v1/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Length: many\r\n\r\n", 400)]
    [InlineData("\u0016\u0003\u0001 not even HTTP\r\n\r\n", 400)]
    public async Task What_is_no_proper_request_is_told_so_in_json(string request, int status)
    {
        await using var door = await TestDoor.OpenAsync();
        AssertRejected(await AskAsync(door, request), status);
    }

    [Fact]
    public async Task So_are_lines_and_headers_that_are_too_long()
    {
        await using var door = await TestDoor.OpenAsync();
        AssertRejected(await AskAsync(door, $"GET /{new string('x', 20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n"), 414);
        AssertRejected(await AskAsync(door, $"GET /livez HTTP/1.1\r\nHost: localhost\r\nX-Long: {new string('x', 40_000)}\r\n\r\n"), 431);
    }

    [Fact]
    public async Task An_answer_before_it_on_the_same_connection_stays_as_it_is()
    {
        await using var door = await TestDoor.OpenAsync();
        var both = await AskAsync(door, "GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\nnonsense\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", both, StringComparison.Ordinal);
        AssertRejected(both[both.LastIndexOf("HTTP/1.1", StringComparison.Ordinal)..], 400);
    }

    [Fact]
    public async Task The_answer_to_head_has_no_body()
    {
        await using var door = await TestDoor.OpenAsync();
        var answer = await AskAsync(door, "HEAD /livez HTTP/1.1\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    private static void AssertRejected(string answer, int status)
    {
        Assert.StartsWith(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} "), answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json\r\n", answer, StringComparison.Ordinal);
        var parts = answer.Split("\r\n\r\n", 2);
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {parts[1].Length}\r\n"), answer, StringComparison.Ordinal);
        using var body = JsonDocument.Parse(parts[1]);
        var error = body.RootElement.GetProperty("error");
        Assert.Equal("HTTP_INVALID", error.GetProperty("code").GetString());
        Assert.NotEqual("", error.GetProperty("message").GetString());
    }

    /// <summary>All that is answered until the server ends the connection.</summary>
    private static async Task<string> AskAsync(TestDoor door, string request)
    {
        using var client = new TcpClient();
        var address = door.Tcp.BaseAddress!;
        await client.ConnectAsync(address.Host, address.Port, TestDoor.Stop);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestDoor.Stop);
        using var answer = new StreamReader(stream, Encoding.ASCII);
        return await answer.ReadToEndAsync(TestDoor.Stop);
    }
}
